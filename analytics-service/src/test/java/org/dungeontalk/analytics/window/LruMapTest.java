package org.dungeontalk.analytics.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Held to the library's map in the order of access. */
class LruMapTest {

    private static final int CAPACITY = 40;

    private final LruMap<String, Last> states = new LruMap<>(CAPACITY, KeyCodec.TEXT, Last::new);
    private final Map<String, Long> model = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Last extends LruMap.Entry<String> {
        private long at;

        @Override
        public long lastAt() {
            return at;
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeLong(at);
        }

        @Override
        public void load(DataInput in) throws IOException {
            at = in.readLong();
        }
    }

    @Property(tries = 300)
    void doesWhatAMapInTheOrderOfAccessDoes(
            @ForAll @Size(max = 400) List<@IntRange(max = 99) Integer> steps) throws IOException {
        long at = 0;
        for (int step : steps) {
            at++;
            String key = "p-" + step % 60;
            if (step < 60) {
                touch(key, at);
            } else if (step < 80) {
                assertEquals(model.get(key), lastAt(states.find(key)));
            } else if (step < 90) {
                states.remove(key);
                model.remove(key);
            } else {
                forget(at - 30);
            }
            assertEquals(model.size(), states.size());
        }
        assertEquals(new ArrayList<>(model.entrySet()).toString(), saved(states));
        assertEquals(saved(states), saved(loaded()));
    }

    @Example
    void tellsApartKeysWithTheSameHash() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        states.of("Aa").at = 1;
        states.of("BB").at = 2;
        states.remove("Aa");
        assertEquals(2, states.find("BB").at);
        assertEquals(0, states.of("Aa").at);
    }

    private void touch(String key, long at) {
        states.of(key).at = at;
        if (!model.containsKey(key) && model.size() == CAPACITY) {
            model.remove(model.keySet().iterator().next());
        }
        model.put(key, at);
    }

    private void forget(long before) {
        states.forget(before);
        var eldest = model.values().iterator();
        while (eldest.hasNext() && eldest.next() < before) {
            eldest.remove();
        }
    }

    private static Long lastAt(Last state) {
        return state == null ? null : state.at;
    }

    private LruMap<String, Last> loaded() throws IOException {
        LruMap<String, Last> loaded = new LruMap<>(CAPACITY, KeyCodec.TEXT, Last::new);
        loaded.of("something that was there before");
        loaded.load(written(states));
        return loaded;
    }

    /** All of it in its order, as the map would write it. */
    private static String saved(LruMap<String, Last> states) throws IOException {
        DataInput in = written(states);
        List<String> entries = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            entries.add(in.readUTF() + '=' + in.readLong());
        }
        return entries.toString();
    }

    private static DataInput written(LruMap<String, Last> states) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        states.save(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
