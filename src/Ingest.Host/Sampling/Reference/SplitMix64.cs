namespace Ingest.Host.Sampling.Reference;

/// <summary>
/// Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", 2014). Here because reference
/// data must be the same for ever: how <see cref="Random"/> turns a seed into numbers is no promise of .NET's.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>A generator that depends on every one of the numbers and their order, and on nothing else.</summary>
    public static SplitMix64 For(ulong seed, params ReadOnlySpan<ulong> stream)
    {
        ulong state = Mix(seed + Gamma);
        foreach (ulong number in stream)
        {
            state = Mix(state + Gamma + number);
        }

        return new SplitMix64(state);
    }

    public ulong Next()
    {
        _state += Gamma;
        return Mix(_state);
    }

    /// <summary>A number from 0 to below the bound. Its bias is below bound / 2^64.</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
