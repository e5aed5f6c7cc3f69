package dev.penstock.analytics.table;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.operator.Operator;
import dev.penstock.analytics.operator.RowErrors;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.Numbers;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.analytics.window.Holding;
import dev.penstock.analytics.window.Watermark;
import dev.penstock.platform.data.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * RANDOM_CUT_FOREST and RANDOM_CUT_FOREST_WITH_EXPLANATION, on AWS's own library. Every start begins with an empty forest
 * and the same random numbers, so that a run can be repeated; the scores are therefore not those that the service gave.
 *
 * @param isExplained whether the columns' parts in the score are told
 * @param hasDirection whether it is told too if a column was too high or too low
 */
record Forest(
        NumericColumns numbers,
        int trees,
        int sample,
        int decay,
        int shingle,
        boolean isExplained,
        boolean hasDirection)
        implements TableFunction {
    private static final long SEED = 20_170_417L;
    private static final int MAX_COLUMNS = 30;
    private static final int EXPLANATION_LENGTH = 20_480;

    static TableFunction of(Arguments arguments, boolean isExplained) {
        arguments.count(0, isExplained ? 5 : 4);
        NumericColumns numbers = NumericColumns.of(arguments, MAX_COLUMNS);
        int sample = arguments.whole(1, "subSampleSize", 10, 1_000, 256);
        int decay = arguments.whole(2, "timeDecay", 1, Integer.MAX_VALUE, 100_000);
        if (sample >= decay) {
            throw arguments.wrong("subSampleSize %d must be less than timeDecay %d".formatted(sample, decay));
        }
        return new Forest(
                numbers,
                arguments.whole(0, "numberOfTrees", 1, 1_000, 100),
                sample,
                decay,
                arguments.whole(3, "shingleSize", 1, 30, 1),
                isExplained,
                isExplained && arguments.truth(4, false));
    }

    @Override
    public List<StreamColumn> columns() {
        List<StreamColumn> columns = new ArrayList<>(numbers.columns());
        columns.add(StreamColumn.nullable("ANOMALY_SCORE", ColumnType.of(TypeKind.DOUBLE)));
        if (isExplained) {
            columns.add(StreamColumn.nullable("ANOMALY_EXPLANATION", ColumnType.varchar(EXPLANATION_LENGTH)));
        }
        return columns;
    }

    @Override
    public Holding holding() {
        return Holding.atOnce("points", sample);
    }

    @Override
    public Running open(Operator down, RowErrors errors) {
        return new Scoring(down);
    }

    private final class Scoring implements Running {
        private final Operator down;
        private final RandomCutForest forest = RandomCutForest.builder()
                .dimensions(numbers.size() * shingle)
                .numberOfTrees(trees)
                .sampleSize(sample)
                .timeDecay(1.0 / decay)
                .shingleSize(shingle)
                .internalShinglingEnabled(shingle > 1)
                .outputAfter(sample)
                .randomSeed(SEED)
                .parallelExecutionEnabled(false)
                .build();

        Scoring(Operator down) {
            this.down = down;
        }

        @Override
        public void row(long rowTime, @Nullable Object[] values) {
            float[] point = single(numbers.point(values));
            double score = forest.isOutputReady() ? forest.getAnomalyScore(point) : 0;
            @Nullable
            Object[] result = isExplained
                    ? NumericColumns.with(values, score, explanation(point))
                    : NumericColumns.with(values, score);
            forest.update(point);
            down.row(rowTime, result);
        }

        private String explanation(float[] point) {
            DiVector parts = forest.isOutputReady()
                    ? forest.getAnomalyAttribution(point)
                    : new DiVector(numbers.size() * shingle);
            ObjectNode document = Json.MAPPER.createObjectNode();
            for (int column = 0; column < numbers.size(); column++) {
                double high = 0;
                double low = 0;
                for (int i = column; i < parts.getDimensions(); i += numbers.size()) {
                    high += parts.high[i];
                    low += parts.low[i];
                }
                ObjectNode told = document.putObject(numbers.name(column));
                if (hasDirection) {
                    told.put("DIRECTION", high > low ? "HIGH" : "LOW");
                    told.put("STRENGTH", decimal(high + low == 0 ? 0 : Math.abs(high - low) / (high + low)));
                }
                told.put("ATTRIBUTION_SCORE", decimal(high + low));
            }
            return document.toString();
        }

        /** What the library computes with. */
        private static float[] single(double[] point) {
            float[] single = new float[point.length];
            for (int i = 0; i < point.length; i++) {
                single[i] = Numbers.finite((float) point[i]);
            }
            return single;
        }

        private static String decimal(double value) {
            return String.format(Locale.ROOT, "%.4f", value);
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
            return (int) Math.min(sample, forest.getTotalUpdates());
        }
    }
}
