package dev.penstock.rules.eval;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.eval.Answers.Answer;
import dev.penstock.rules.eval.Answers.CallSite;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The calls of external functions in one evaluation. Each is made once; while its answer is awaited the evaluation is
 * suspended, and afterwards repeated with what is known. Used by one thread at a time.
 */
final class ExternalCalls {
    /** Of our own, not of AWS: each call repeats the evaluation, and a payload may ask for one for each of its bytes. */
    private static final int MAX_CALLS = 1000;

    /** Both are made when they are needed: most rules ask nobody. */
    private Map<CallSite, Call> calls = Map.of();

    private Map<CallSite, Answer> known;
    private boolean asking;

    private record Call(ExternalFunction function, boolean inTemplate, CompletableFuture<Value> answer) {}

    /** @param asking whether to ask services; else only what is known counts */
    ExternalCalls(Answers answers, boolean asking) {
        known = answers.bySite();
        this.asking = asking;
    }

    /** From now on only what is known counts. */
    void stopAsking() {
        asking = false;
    }

    Answers answers() {
        return Answers.of(known);
    }

    /**
     * The value of a call.
     *
     * @param inTemplate whether it stands in a template of an action
     * @throws Suspended while the service has not answered
     * @throws FunctionFailed when it answered with an error, or must not be asked
     */
    Value value(ExternalFunction function, Value[] arguments, Evaluation evaluation, long site, boolean inTemplate) {
        CallSite here = new CallSite(site, evaluation.iteration());
        Answer answer = known.get(here);
        if (answer == null) {
            answer = answer(here, function, arguments, evaluation, inTemplate);
            known = with(known, here, answer);
        }
        if (!answer.failure().isEmpty()) {
            throw new FunctionFailed(
                    answer.isFinal() ? FunctionFailed.Kind.LIMIT : FunctionFailed.Kind.FAILED,
                    "%s() failed: %s".formatted(function.name(), answer.failure()));
        }
        return answer.value();
    }

    private Answer answer(
            CallSite here, ExternalFunction function, Value[] arguments, Evaluation evaluation, boolean inTemplate) {
        Call call = calls.get(here);
        if (call == null) {
            if (!asking) {
                throw new FunctionFailed(
                        FunctionFailed.Kind.UNANSWERED, "%s() has not answered".formatted(function.name()));
            }
            if (calls.size() >= MAX_CALLS) {
                return Answer.beyondLimit(
                        function.name(), "a rule makes at most %d calls for one message".formatted(MAX_CALLS));
            }
            if (isBeyondQuota(function, inTemplate)) {
                return Answer.beyondLimit(function.name(), beyond(function));
            }
            call = new Call(function, inTemplate, ask(function, arguments, evaluation));
            calls = with(calls, here, call);
        }
        if (!call.answer().isDone()) {
            throw new Suspended(call.answer().handle((value, failure) -> null));
        }
        return finished(call);
    }

    private static <T> Map<CallSite, T> with(Map<CallSite, T> known, CallSite key, T value) {
        Map<CallSite, T> more = known instanceof HashMap<CallSite, T> own ? own : new HashMap<>(known);
        more.put(key, value);
        return more;
    }

    private boolean isBeyondQuota(ExternalFunction function, boolean inTemplate) {
        Quota quota = function.quota();
        if (inTemplate && !quota.withTemplates()) {
            return false;
        }
        long made = calls.values().stream()
                .filter(call -> call.function() == function && (quota.withTemplates() || !call.inTemplate()))
                .count();
        return made >= quota.calls();
    }

    private static String beyond(ExternalFunction function) {
        int calls = function.quota().calls();
        return "a rule may call it only %s for one message".formatted(calls == 1 ? "once" : calls + " times");
    }

    private static CompletableFuture<Value> ask(ExternalFunction function, Value[] arguments, Evaluation evaluation) {
        try {
            return function.call(arguments, evaluation).toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Answer finished(Call call) {
        String name = call.function().name();
        try {
            return Answer.of(name, call.answer().join());
        } catch (CompletionException failed) {
            return Answer.failed(name, reason(failed.getCause() == null ? failed : failed.getCause()));
        } catch (RuntimeException cancelled) {
            return Answer.failed(name, reason(cancelled));
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof AwsException aws ? aws.code() + ": " + text : text;
    }
}
