package dev.penstock.stream.aws;

import java.nio.charset.StandardCharsets;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** Writes what it is given into the ledger, and checkpoints after each batch. */
final class LedgerProcessor implements ShardRecordProcessor {
    private final String worker;
    private final Ledger ledger;
    private String shard = "";

    LedgerProcessor(String worker, Ledger ledger) {
        this.worker = worker;
        this.ledger = ledger;
    }

    @Override
    public void initialize(InitializationInput input) {
        shard = input.shardId();
        ledger.started(worker, shard);
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
        for (KinesisClientRecord record : input.records()) {
            ledger.read(
                    worker, shard, StandardCharsets.UTF_8.decode(record.data()).toString());
        }
        if (!input.records().isEmpty()) {
            checkpoint(input.checkpointer());
        }
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
        ledger.left(worker, shard);
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
        checkpoint(input.checkpointer());
        ledger.ended(worker, shard);
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
        checkpoint(input.checkpointer());
        ledger.left(worker, shard);
    }

    /** A worker that lost its lease may not checkpoint: another one has the shard and reads on from the last checkpoint. */
    private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
        try {
            checkpointer.checkpoint();
        } catch (ShutdownException leaseLost) {
            // the records are read again, by the other worker
        } catch (InvalidStateException noTable) {
            throw new IllegalStateException(noTable);
        }
    }
}
