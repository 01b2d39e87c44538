package dev.cairn.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The readable parts of an archive object. Every member is inflated once and its checksum verified before the first
 * record is passed on.
 *
 * @param readable the intact parts and the part before the tear, in order
 * @param tornBytes number of bytes left at the end by an interrupted write
 * @param damagedBytes number of bytes that cannot be read
 * @param firstDamage position of the first of them
 * @param records number of records in them; -1 if unknown
 */
record GzipScan(List<Part> readable, int tornBytes, int damagedBytes, int firstDamage, long records) {

    /** @param torn whether its last member is incomplete */
    record Part(int start, int end, boolean torn) {}

    static GzipScan of(byte[] object) {
        Scanner scanner = new Scanner(object);
        scanner.run();
        return new GzipScan(
                List.copyOf(scanner.readable),
                scanner.tornBytes,
                scanner.damagedBytes,
                scanner.firstDamage,
                scanner.records);
    }

    boolean isDamaged() {
        return damagedBytes > 0;
    }

    /** Describes the loss, for use within a sentence. */
    String loss() {
        String bytes = damagedBytes + " bytes from byte " + firstDamage + " on cannot be read";
        return bytes + (records >= 0 ? ", with " + records + " records" : ", with an unknown number of records");
    }

    private static final class Scanner {
        private final byte[] object;
        private final List<Part> readable = new ArrayList<>();
        private int tornBytes;
        private int damagedBytes;
        private int firstDamage;
        private long records;

        Scanner(byte[] object) {
            this.object = object;
        }

        void run() {
            int at = 0;
            while (at < object.length) {
                GzipMember member = GzipMember.read(object, at);
                if (member.state() == GzipMember.State.INTACT) {
                    add(at, member.end());
                    at = member.end();
                } else {
                    at = behind(member);
                }
            }
        }

        private void add(int start, int end) {
            boolean goesOn = !readable.isEmpty() && readable.getLast().end() == start;
            int from = goesOn ? readable.removeLast().start() : start;
            readable.add(new Part(from, end, false));
        }

        /** The position at which to continue after a member that is not intact. */
        private int behind(GzipMember member) {
            boolean named = member.end() == object.length || GzipMember.mayStartAt(object, member.end());
            if (member.state() == GzipMember.State.DAMAGED && named && member.records() >= 0) {
                damage(member.start(), member.end(), member.records());
                return member.end();
            }
            int next = nextIntact(member.start());
            if (next == object.length && member.state() == GzipMember.State.TORN) {
                readable.add(new Part(member.start(), next, true));
                tornBytes = next - member.start();
            } else {
                damage(member.start(), next, GzipMember.UNKNOWN);
            }
            return next;
        }

        private int nextIntact(int after) {
            for (int start = after + 1; start < object.length; start++) {
                if (GzipMember.mayStartAt(object, start)
                        && GzipMember.read(object, start).state() == GzipMember.State.INTACT) {
                    return start;
                }
            }
            return object.length;
        }

        private void damage(int start, int end, long lost) {
            firstDamage = damagedBytes == 0 ? start : firstDamage;
            damagedBytes += end - start;
            records = records < 0 || lost < 0 ? GzipMember.UNKNOWN : records + lost;
        }
    }
}
