package dev.penstock.rules.function;

import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalUnit;
import java.time.temporal.ValueRange;

/** Joda-Time's {@code C}, which java.time lacks: the year of the era without its last two digits. Read-only. */
enum CenturyOfEra implements TemporalField {
    FIELD;

    private static final int YEARS = 100;

    @Override
    public TemporalUnit getBaseUnit() {
        return ChronoUnit.CENTURIES;
    }

    @Override
    public TemporalUnit getRangeUnit() {
        return ChronoUnit.ERAS;
    }

    @Override
    public ValueRange range() {
        return ValueRange.of(0, ChronoField.YEAR_OF_ERA.range().getMaximum() / YEARS);
    }

    @Override
    public boolean isDateBased() {
        return true;
    }

    @Override
    public boolean isTimeBased() {
        return false;
    }

    @Override
    public boolean isSupportedBy(TemporalAccessor temporal) {
        return temporal.isSupported(ChronoField.YEAR_OF_ERA);
    }

    @Override
    public ValueRange rangeRefinedBy(TemporalAccessor temporal) {
        return range();
    }

    @Override
    public long getFrom(TemporalAccessor temporal) {
        return temporal.getLong(ChronoField.YEAR_OF_ERA) / YEARS;
    }

    @Override
    public <R extends Temporal> R adjustInto(R temporal, long newValue) {
        throw new UnsupportedOperationException("a century is only printed");
    }
}
