using System.Diagnostics;
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

    /// <summary>Bytes that all decodes allocated.</summary>
    public static long Allocated { get; private set; }

    public void Try(byte[] payload)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long begun = Stopwatch.GetTimestamp();
        bool isDecoded = Decodes(payload, out int samples);
        TimeSpan took = Stopwatch.GetElapsedTime(begun);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Allocated += allocated;

        string what = Convert.ToHexStringLower(payload);
        int expected = _seeded + (isDecoded ? samples : 0);
        Assert.True(allocated < BytesMax, $"{allocated} bytes for {what}");
        Assert.True(took < TimeMax, $"{took} for {what}");
        Assert.True(_columns.Count == expected, $"{_columns.Count} times, expected {expected}, for {what}");
        Assert.True(_columns.Channels.All(channel => channel.Count == expected), $"columns of different lengths for {what}");
        _columns.RollBack(_seeded);
        for (int i = 0; i < _nulls.Length; i++)
        {
            Assert.True(_columns.Channels[i].NullCount == _nulls[i], $"{_columns.Channels[i].NullCount} nulls, expected {_nulls[i]}, for {what}");
        }
    }

    private bool Decodes(byte[] payload, out int samples)
    {
        try
        {
            samples = _decoder.Decode(payload, _columns);
            return true;
        }
        catch (PayloadException fault)
        {
            Assert.True(fault.Offset >= 0 && fault.Offset <= payload.Length, $"offset {fault.Offset} for {Convert.ToHexStringLower(payload)}");
            samples = 0;
            return false;
        }
        catch (Exception other) when (other is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{other.GetType().Name} for {Convert.ToHexStringLower(payload)}", other);
        }
    }
}
