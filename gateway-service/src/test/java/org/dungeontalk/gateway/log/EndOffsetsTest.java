package org.dungeontalk.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndOffsetsTest {

    private record Question(Set<Integer> partitions, CompletableFuture<Map<Integer, Long>> answer) {
        void answer(long end) {
            Map<Integer, Long> ends = new HashMap<>();
            partitions.forEach(p -> ends.put(p, end + p));
            answer.complete(ends);
        }
    }

    private final List<Question> asked = new ArrayList<>();
    private final EndOffsets ends =
            new EndOffsets(
                    partitions -> {
                        asked.add(new Question(Set.copyOf(partitions), new CompletableFuture<>()));
                        return asked.get(asked.size() - 1).answer();
                    });

    @Test
    void whatIsAskedWhileKafkaIsAskedIsAskedTogether() {
        CompletableFuture<Long> first = of(0);
        List<CompletableFuture<Long>> others =
                IntStream.range(0, 200).mapToObj(i -> of(i % 30)).toList();
        assertEquals(List.of(Set.of(0)), partitions());
        asked.get(0).answer(100);
        assertEquals(100, first.join());
        assertEquals(2, asked.size());
        assertEquals(30, asked.get(1).partitions().size());
        asked.get(1).answer(1_000);
        for (int i = 0; i < others.size(); i++) {
            assertEquals(1_000 + i % 30, others.get(i).join());
        }
    }

    @Test
    void noAnswerIsOlderThanItsQuestion() {
        of(7);
        CompletableFuture<Long> later = of(7);
        asked.get(0).answer(100);
        assertFalse(later.isDone());
        asked.get(1).answer(200);
        assertEquals(207, later.join());
    }

    @Test
    void whoAsksWhenNothingIsAskedIsAnsweredAtOnce() {
        of(1);
        asked.get(0).answer(10);
        CompletableFuture<Long> next = of(2);
        asked.get(1).answer(20);
        assertEquals(22, next.join());
        assertEquals(List.of(Set.of(1), Set.of(2)), partitions());
    }

    @Test
    void aFailureIsToldToThoseItConcernsAndTheNextAreAsked() {
        CompletableFuture<Long> first = of(1);
        CompletableFuture<Long> second = of(2);
        asked.get(0).answer().completeExceptionally(new IllegalStateException("away"));
        assertThrows(CompletionException.class, first::join);
        asked.get(1).answer(20);
        assertEquals(22, second.join());
    }

    private CompletableFuture<Long> of(int partition) {
        CompletionStage<Long> end = ends.of(partition);
        return end.toCompletableFuture();
    }

    private List<Set<Integer>> partitions() {
        return asked.stream().map(Question::partitions).toList();
    }
}
