using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Codec;

namespace Ingest.Host.Configuration.Keys;

/// <summary>One measured quantity of a payload.</summary>
public sealed class ChannelOptions
{
    [Required]
    [Description("Its column's name in the lake: lower-case letters, digits and underscores.")]
    public string? Name { get; set; }

    [AllowedValues(ChannelTypes.Decimal, ChannelTypes.Int, ChannelTypes.BigInt, ChannelTypes.Float, ChannelTypes.Double, ChannelTypes.Text, ChannelTypes.Binary, ChannelTypes.Timestamp)]
    [Description("Its column's type: `decimal`, `int`, `bigint`, `float`, `double`, `text`, `binary` or `timestamp`. `sensorpack` has decimals only.")]
    public string Type { get; set; } = ChannelTypes.Decimal;

    [Range(0, Channel.PrecisionMax)]
    [Description("Decimals: digits after the point. With scale 2 a `sensorpack` integer 2150 is 21.50.")]
    public int Scale { get; set; }

    [Range(1, Channel.PrecisionMax)]
    [AbsentMeans("`9`, or `18` where `Scale` is above 8")]
    [Description("Decimals: digits in all, at least `Scale`. Up to 9 are held in 32 bits, more in 64. A value with more rejects its payload.")]
    public int? Precision { get; set; }

    [Description("Decimals: round a value with more digits after the point than `Scale`, a half away from zero, instead of rejecting its payload.")]
    public bool Round { get; set; }

    [AbsentMeans("none")]
    [Description("The unit of measure (UCUM), for people.")]
    public string? Unit { get; set; }

    [AbsentMeans("the channel's name")]
    [Description("`json`, `cbor`, `messagepack`, `protobuf`: the path to its values within a sample, or from the payload's root where it begins with `$.`.")]
    public string? Path { get; set; }

    [AllowedValues(null, "rfc3339", "ns", "us", "ms", "s", "min", "h", "d")]
    [AbsentMeans("`rfc3339`")]
    [Description("`json`, `cbor`, `messagepack`, of a `timestamp`: what its values are.")]
    public string? As { get; set; }

    [AbsentMeans("the channel's name")]
    [Description("[SenML](senml.md): the name of the records that it takes, or what follows the base name.")]
    public string? Record { get; set; }

    [AbsentMeans("any")]
    [Description("SenML: the unit of those records.")]
    public string? RecordUnit { get; set; }

    [AbsentMeans("`false`")]
    [Description("SenML: whether it takes their sum instead of their value.")]
    public bool? Sum { get; set; }

    [AbsentMeans("required by `cayenne-lpp`")]
    [Description("[`cayenne-lpp`](cayenne-lpp.md): which value it is.")]
    public LppOptions? Lpp { get; set; }
}

/// <summary>A value of Cayenne LPP.</summary>
public sealed class LppOptions
{
    [Range(0, 255)]
    [Description("The LPP channel.")]
    public int Number { get; set; }

    [Required]
    [Description("The type's name, such as `temperature`.")]
    public string? Type { get; set; }

    [AbsentMeans("the type has one number")]
    [Description("Which number of a type that has several: `x`, `latitude`, `red`.")]
    public string? Part { get; set; }
}
