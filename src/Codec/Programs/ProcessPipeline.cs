using Ingest.Codec.Columns;

namespace Ingest.Codec.Programs;

/// <summary>A column's payloads on their way through one program at a time.</summary>
internal sealed class ProcessPipeline(ProcessPool pool, AnswerReader reader, PayloadLimits limits, BytesColumn payloads, int firstRow) : IPayloadPipeline
{
    private Conversation? _conversation;
    private int _next = firstRow;

    /// <inheritdoc/>
    public int Decode(int row, SampleColumns samples)
    {
        if (payloads[row].Length > limits.Bytes)
        {
            throw new PayloadException($"payload has {payloads[row].Length} bytes, expected at most {limits.Bytes}", limits.Bytes);
        }

        Attempt attempt = Try(row, samples, isAlone: false);
        attempt = attempt.End is null ? attempt : Try(row, samples, isAlone: true);
        return attempt.End is { } end ? throw new PayloadException($"the program {end} on this payload, twice") : attempt.Samples;
    }

    /// <inheritdoc/>
    public void Dispose() => End(isBroken: false);

    private Attempt Try(int row, SampleColumns samples, bool isAlone)
    {
        _conversation ??= new Conversation(pool.Rent(), payloads, Math.Max(row, _next), limits, isAlone);
        try
        {
            if (_conversation.TryAnswer(row, out ReadOnlySpan<byte> answer))
            {
                _next = row + 1;
                return new Attempt(reader.Read(answer, samples), null);
            }
        }
        catch (Exception) when (_conversation.IsBroken)
        {
            _next = row + 1;
            End(isBroken: true);
            throw;
        }

        string end = _conversation.Process.TimedOut ? "gave no answer in time" : _conversation.Process.End();
        End(isBroken: true);
        _next = isAlone ? row + 1 : row;
        return new Attempt(0, end);
    }

    private void End(bool isBroken)
    {
        if (_conversation is not { } conversation)
        {
            return;
        }

        _conversation = null;
        if (!isBroken && conversation.TryFinish())
        {
            pool.Return(conversation.Process);
        }
        else
        {
            conversation.Process.Kill();
            conversation.TryFinish();
            pool.Discard(conversation.Process);
        }

        conversation.Dispose();
    }

    /// <summary>What came of asking the program once.</summary>
    /// <param name="Samples">How many it answered.</param>
    /// <param name="End">How it ended instead of answering, to go on after "the program"; null: it answered.</param>
    private readonly record struct Attempt(int Samples, string? End);
}
