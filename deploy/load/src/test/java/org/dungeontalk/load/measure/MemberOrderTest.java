package org.dungeontalk.load.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.dungeontalk.load.measure.MemberOrder.Delivery;
import org.junit.jupiter.api.Test;

class MemberOrderTest {
    private final MemberOrder one = new MemberOrder(2);
    private final MemberOrder other = new MemberOrder(2);

    @Test
    void eachSendersMessagesCountInTheirOrder() {
        assertEquals(Delivery.IN_ORDER, one.delivered(0, 0));
        assertEquals(Delivery.IN_ORDER, one.delivered(1, 0));
        assertEquals(Delivery.IN_ORDER, one.delivered(0, 2));
        assertEquals(Delivery.REPEATED, one.delivered(0, 2));
        assertEquals(Delivery.OUT_OF_ORDER, one.delivered(0, 1));
        assertEquals(Delivery.IN_ORDER, one.delivered(0, 3));
    }

    @Test
    void twoMembersWithOneOrderHaveOneHash() {
        for (MemberOrder member : new MemberOrder[] {one, other}) {
            member.delivered(0, 0);
            member.delivered(1, 0);
        }
        other.delivered(1, 0);

        assertEquals(one.hash(), other.hash());
    }

    @Test
    void anotherOrderOfTwoSendersIsSeen() {
        one.delivered(0, 0);
        one.delivered(1, 0);
        other.delivered(1, 0);
        other.delivered(0, 0);

        assertNotEquals(one.hash(), other.hash());
    }

    @Test
    void aMissingMessageIsSeen() {
        one.delivered(0, 0);
        one.delivered(0, 1);
        other.delivered(0, 1);

        assertNotEquals(one.hash(), other.hash());
    }
}
