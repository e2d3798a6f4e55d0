package org.dungeontalk.analytics.alert;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/** The form of an alert in a snapshot. */
@FrameworkFree
public final class AlertCodec {

    private AlertCodec() {}

    /** Writes it. */
    public static void write(Alert alert, DataOutput out) throws IOException {
        out.writeLong(alert.id().getMostSignificantBits());
        out.writeLong(alert.id().getLeastSignificantBits());
        out.writeUTF(alert.kind().name());
        out.writeUTF(alert.subject().type().name());
        out.writeUTF(alert.subject().id());
        out.writeUTF(alert.roomId());
        out.writeUTF(alert.severity().name());
        out.writeLong(alert.startedAt());
        out.writeLong(alert.raisedAt());
        out.writeLong(alert.lastAt());
        out.writeLong(alert.endsAt());
        out.writeLong(alert.messages());
        out.writeInt(alert.players());
        out.writeInt(alert.cursors().size());
        for (String cursor : alert.cursors()) {
            out.writeUTF(cursor);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Alert read(DataInput in) throws IOException {
        return new Alert(
                new UUID(in.readLong(), in.readLong()),
                AlertKind.valueOf(in.readUTF()),
                new Subject(Subject.Type.valueOf(in.readUTF()), in.readUTF()),
                in.readUTF(),
                Severity.valueOf(in.readUTF()),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                cursors(in));
    }

    private static List<String> cursors(DataInput in) throws IOException {
        int size = in.readInt();
        List<String> cursors = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            cursors.add(in.readUTF());
        }
        return cursors;
    }
}
