using System.Globalization;
using Ingest.Actors.Units;
using Ingest.Codec;

namespace Ingest.Host.Sampling.Reference;

/// <summary>How readings of one channel move: a slow random walk of integers within a band.</summary>
/// <param name="Scale">Decimals of the walk's integers.</param>
/// <param name="Min">The lowest value, unscaled.</param>
/// <param name="Max">The highest value, unscaled.</param>
/// <param name="StepMax">The most by which two neighbouring readings differ, unscaled.</param>
/// <param name="MovesInSixteen">In how many of 16 readings the value may differ from the one before.</param>
internal sealed record Quantity(int Scale, long Min, long Max, int StepMax, int MovesInSixteen)
{
    private static readonly Dictionary<string, Quantity> Known = new()
    {
        ["temperature"] = new(Scale: 2, Min: 12_00, Max: 29_00, StepMax: 3, MovesInSixteen: 8),
        ["humidity"] = new(Scale: 2, Min: 25_00, Max: 75_00, StepMax: 3, MovesInSixteen: 8),
        ["pressure"] = new(Scale: 1, Min: 980_0, Max: 1040_0, StepMax: 1, MovesInSixteen: 6),
        ["battery"] = new(Scale: 3, Min: 2_900, Max: 3_600, StepMax: 1, MovesInSixteen: 2),
        ["co2"] = new(Scale: 0, Min: 400, Max: 1_600, StepMax: 3, MovesInSixteen: 8),
    };

    /// <summary>What a channel measures, by its name (<c>co2</c>, <c>air_temperature</c>); where that says nothing, a
    /// band in the middle of four digits.</summary>
    public static Quantity Of(Channel channel)
    {
        foreach ((string name, Quantity quantity) in Known)
        {
            if (channel.Name.Split('_')[^1].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return quantity;
            }
        }

        long range = PowerOfTen(Math.Min(channel.Precision, 4));
        return new Quantity(channel.Scale, range / 4, range * 3 / 4, StepMax: 3, MovesInSixteen: 8);
    }

    /// <summary>10 to the power of 0 to 18.</summary>
    public static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power = checked(power * 10);
        }

        return power;
    }

    /// <summary>By what walk integers are multiplied to have the channel's scale.</summary>
    /// <exception cref="IngestException">The channel has fewer decimals than the walk, or too few digits for its band.</exception>
    public long Factor(Channel channel)
    {
        if (channel.Scale < Scale)
        {
            throw IngestException.Permanent(
                $"Channel {channel.Name} has Scale {channel.Scale}, but its reference data have {Scale} decimals: "
                + $"give it Scale {Scale}.");
        }

        int digits = Max.ToString(CultureInfo.InvariantCulture).Length + channel.Scale - Scale;
        return digits <= channel.Precision
            ? PowerOfTen(channel.Scale - Scale)
            : throw IngestException.Permanent(
                $"Channel {channel.Name} has Precision {channel.Precision}, but with Scale {channel.Scale} its reference "
                + $"data have {digits} digits: give it Precision {digits}, or a smaller Scale.");
    }
}
