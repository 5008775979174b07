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

        return TryDecode(row, samples, isAlone: false, out int count, out _) || TryDecode(row, samples, isAlone: true, out count, out string? end)
            ? count
            : throw new PayloadException($"the program {end} on this payload, twice", 0);
    }

    /// <inheritdoc/>
    public void Dispose() => End(isBroken: false);

    private bool TryDecode(int row, SampleColumns samples, bool isAlone, out int count, out string? end)
    {
        count = 0;
        end = null;
        _conversation ??= new Conversation(pool.Rent(), payloads, Math.Max(row, _next), limits, isAlone);
        try
        {
            if (_conversation.TryAnswer(row, out ReadOnlySpan<byte> answer))
            {
                _next = row + 1;
                count = reader.Read(answer, samples);
                return true;
            }
        }
        catch (Exception) when (_conversation.IsBroken)
        {
            _next = row + 1;
            End(isBroken: true);
            throw;
        }

        end = _conversation.Process.TimedOut ? "gave no answer in time" : _conversation.Process.End();
        End(isBroken: true);
        _next = isAlone ? row + 1 : row;
        return false;
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
}
