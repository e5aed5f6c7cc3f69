package dev.penstock.analytics.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.window.Holding;
import dev.penstock.analytics.window.Watermark;
import dev.penstock.platform.data.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HOTSPOTS: the dense regions of the last points, told with each row. A hotspot is a set of points each of which is within
 * the radius of another one, of the smallest number or more.
 *
 * <p>DIFFERS: the service says neither its exact rule nor what its {@code density} is; here it is the number of points for
 * each unit of the volume of their bounding box, whose sides count as the radius at least.
 *
 * @param window how many points are looked at
 * @param radius how far from each other neighbours are at most
 * @param least points of a hotspot at least
 */
record Hotspots(NumericColumns numbers, int window, double radius, int least) implements TableFunction {
    private static final int MAX_COLUMNS = 30;
    private static final int RESULT_LENGTH = 10_000;

    static TableFunction of(Arguments arguments) {
        arguments.count(3, 3);
        int window = arguments.whole(0, "windowSize", 100, 1_000, 0);
        return new Hotspots(
                NumericColumns.of(arguments, MAX_COLUMNS),
                window,
                arguments.positive(1, "scanRadius"),
                arguments.whole(2, "minimumNumberOfPointsInAHotspot", 2, window, 0));
    }

    @Override
    public List<StreamColumn> columns() {
        List<StreamColumn> columns = new ArrayList<>(numbers.columns());
        columns.add(StreamColumn.nullable("HOTSPOTS_RESULT", ColumnType.varchar(RESULT_LENGTH)));
        return columns;
    }

    @Override
    public Holding holding() {
        return Holding.atOnce("points", window);
    }

    @Override
    public Running open(Operator down, RowErrors errors) {
        return new Search(down);
    }

    private final class Search implements Running {
        private final Operator down;
        private final Deque<Point> points = new ArrayDeque<>();

        Search(Operator down) {
            this.down = down;
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            add(new Point(numbers.point(values)));
            down.row(rowTime, NumericColumns.with(values, hotspots()));
        }

        private void add(Point added) {
            if (points.size() == window) {
                Point oldest = points.removeFirst();
                oldest.neighbours.forEach(neighbour -> neighbour.neighbours.remove(oldest));
            }
            for (Point other : points) {
                if (added.isNear(other, radius)) {
                    added.neighbours.add(other);
                    other.neighbours.add(added);
                }
            }
            points.addLast(added);
        }

        private String hotspots() {
            ObjectNode document = Json.MAPPER.createObjectNode();
            ArrayNode all = document.putArray("hotspots");
            Set<Point> seen = new HashSet<>();
            for (Point point : points) {
                if (seen.add(point)) {
                    List<Point> region = region(point, seen);
                    if (region.size() >= least) {
                        describe(region, all.addObject());
                    }
                }
            }
            return document.toString();
        }

        private static List<Point> region(Point first, Set<Point> seen) {
            List<Point> region = new ArrayList<>(List.of(first));
            for (int i = 0; i < region.size(); i++) {
                for (Point neighbour : region.get(i).neighbours) {
                    if (seen.add(neighbour)) {
                        region.add(neighbour);
                    }
                }
            }
            return region;
        }

        private void describe(List<Point> region, ObjectNode hotspot) {
            double[] least = region.get(0).place.clone();
            double[] greatest = region.get(0).place.clone();
            for (Point point : region) {
                for (int i = 0; i < least.length; i++) {
                    least[i] = Math.min(least[i], point.place[i]);
                    greatest[i] = Math.max(greatest[i], point.place[i]);
                }
            }
            double volume = 1;
            for (int i = 0; i < least.length; i++) {
                volume *= Math.max(radius, greatest[i] - least[i]);
            }
            hotspot.put("density", region.size() / volume);
            put(hotspot.putArray("minValues"), least);
            put(hotspot.putArray("maxValues"), greatest);
        }

        private static void put(ArrayNode array, double[] values) {
            for (double value : values) {
                array.add(value);
            }
        }

        @Override
        public void bound(long time) {
            down.bound(time);
        }

        @Override
        public long due() {
            return Watermark.NEVER;
        }

        @Override
        public int groups() {
            return points.size();
        }
    }

    /** A point and those near it; equal to itself only. */
    private static final class Point {
        private final double[] place;
        private final Set<Point> neighbours = new HashSet<>();

        Point(double[] place) {
            this.place = place;
        }

        boolean isNear(Point other, double radius) {
            double squares = 0;
            for (int i = 0; i < place.length; i++) {
                double distance = place[i] - other.place[i];
                squares += distance * distance;
            }
            return squares <= radius * radius;
        }
    }
}
