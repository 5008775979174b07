using System.Diagnostics;
using System.Numerics;
using Ingest.Codec.Columns;
using Xunit;

namespace Ingest.Codec.Tests.Fuzzing;

/// <summary>A decoder with columns that hold rows already, and what must hold whatever it is given.</summary>
internal sealed class Target
{
    /// <summary>Bytes that one decode may allocate: columns and scratch of a payload that claims all that it may.</summary>
    private const long BytesMax = 32 << 20;

    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    private readonly IPayloadDecoder _decoder;
    private readonly SampleColumns _columns;
    private readonly int _seeded;
    private readonly int[] _nulls;

    /// <param name="decoder">What is tried.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="seeds">Payloads whose rows come first, as far as they are valid.</param>
    public Target(IPayloadDecoder decoder, SampleColumns columns, IEnumerable<byte[]> seeds)
    {
        _decoder = decoder;
        _columns = columns;
        foreach (byte[] seed in seeds)
        {
            Decodes(seed, out _);
        }

        _seeded = columns.Count;
        _nulls = [.. columns.Channels.Select(channel => channel.NullCount)];
    }

    /// <summary>Decodes a payload and says what came of it: a reason, or how many samples there were, about.</summary>
    public string Try(byte[] payload)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long begun = Stopwatch.GetTimestamp();
        string? reason = Decodes(payload, out int samples);
        TimeSpan took = Stopwatch.GetElapsedTime(begun);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        int expected = _seeded + samples;
        Assert.True(allocated < BytesMax, $"{allocated} bytes for {Convert.ToHexStringLower(payload)}");
        Assert.True(took < TimeMax, $"{took} for {Convert.ToHexStringLower(payload)}");
        Assert.True(_columns.Count == expected, $"{_columns.Count} times, expected {expected}, for {Convert.ToHexStringLower(payload)}");
        Assert.True(_columns.Channels.All(channel => channel.Count == expected), $"columns of different lengths for {Convert.ToHexStringLower(payload)}");
        _columns.RollBack(_seeded);
        for (int i = 0; i < _nulls.Length; i++)
        {
            Assert.True(_columns.Channels[i].NullCount == _nulls[i], $"{_columns.Channels[i].NullCount} nulls, expected {_nulls[i]}, for {Convert.ToHexStringLower(payload)}");
        }

        return reason ?? $"decoded {new string('*', BitOperations.Log2((uint)samples + 1))}";
    }

    /// <returns>Why it is refused; null when it is decoded.</returns>
    private string? Decodes(byte[] payload, out int samples)
    {
        try
        {
            samples = _decoder.Decode(payload, _columns);
            return null;
        }
        catch (PayloadException fault)
        {
            int most = fault.IsUnwrapped ? PayloadLimits.Default.Bytes : payload.Length;
            Assert.NotEmpty(fault.Reason);
            Assert.True(fault.Offset >= 0 && fault.Offset <= most, $"offset {fault.Offset} for {Convert.ToHexStringLower(payload)}");
            samples = 0;
            return fault.Reason;
        }
        catch (Exception other) when (other is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{other.GetType().Name} for {Convert.ToHexStringLower(payload)}", other);
        }
    }
}
