package dev.penstock.launcher.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationStatus;
import dev.penstock.analytics.ApplicationView;
import dev.penstock.analytics.InApplicationRow;
import dev.penstock.platform.data.Json;
import java.time.Duration;
import java.time.Instant;

/** The JSON form of an {@link ApplicationView}. */
record ApplicationDocument(ApplicationView view, Instant now) {

    ObjectNode json() {
        ApplicationStatus status = view.status();
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("name", status.name())
                .put("status", status.status())
                .put("now", now.toString())
                .put("millisBehindLatest", view.millisBehindLatest())
                .put("rowsIn", status.rowsIn())
                .put("rowsOut", status.rowsOut())
                .put("errorRows", status.errorRows())
                .put("openGroups", status.openGroups());
        document.put("waitsFor", view.waitsFor());
        ArrayNode streams = document.putArray("streams");
        view.streams().forEach(stream -> stream(stream, streams.addObject()));
        ArrayNode pumps = document.putArray("pumps");
        view.pumps().forEach(pump -> pump(pump, pumps.addObject()));
        ArrayNode plan = document.putArray("plan");
        view.plan().lines().forEach(plan::add);
        return document;
    }

    private void stream(ApplicationView.Stream stream, ObjectNode into) {
        into.put("name", stream.name()).put("rows", stream.rows());
        Instant watermark = stream.watermark();
        into.put("watermark", watermark == null ? null : watermark.toString());
        ApplicationView.Source source = stream.source();
        if (source != null) {
            ArrayNode shards = into.putArray("shards");
            source.shards().forEach(shards::add);
        }
        ArrayNode why = into.putArray("why");
        new MissingRows(view, now).why(stream).forEach(why::add);
        ArrayNode newest = into.putArray("newest");
        for (InApplicationRow row : stream.newest()) {
            ObjectNode columns = newest.addObject().put("ROWTIME", row.rowTime().toString());
            row.columns().forEach((name, value) -> columns.set(name, Json.MAPPER.valueToTree(value)));
        }
    }

    private void pump(ApplicationView.Pump pump, ObjectNode into) {
        into.put("name", pump.name());
        ArrayNode from = into.putArray("from");
        pump.from().forEach(from::add);
        into.put("into", pump.into())
                .put("rowsIn", pump.rowsIn())
                .put("rowsOut", pump.rowsOut())
                .put("errorRows", pump.errorRows());
        ArrayNode windows = into.putArray("windows");
        for (ApplicationView.Window window : pump.windows()) {
            ObjectNode one = windows.addObject()
                    .put("step", window.description())
                    .put("held", window.held())
                    .put("unit", window.unit())
                    .put("most", window.most())
                    .put("heldBack", window.isHeldBack())
                    .put("closing", window.closing());
            Instant closes = window.closesAt();
            one.put("closesAt", closes == null ? null : closes.toString());
            if (closes != null) {
                one.put(
                        "closesInMillis",
                        Math.max(0, Duration.between(now, closes).toMillis()));
            }
        }
    }
}
