using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Codec;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The column that holds payloads, and how they are decoded.</summary>
public sealed class PayloadOptions
{
    [Required]
    [Description("The source column.")]
    public string? Column { get; set; }

    [Required]
    [Description("The codec: `sensorpack`.")]
    public string? Codec { get; set; }

    [Required]
    [Description("What a payload measures, in the order of the payload. Each becomes a column.")]
    public IReadOnlyList<ChannelOptions>? Channels { get; set; }
}

/// <summary>One measured quantity of a payload.</summary>
public sealed class ChannelOptions
{
    [Required]
    [Description("Its column's name in the lake: lower-case letters, digits and underscores.")]
    public string? Name { get; set; }

    [Range(0, Channel.PrecisionMax)]
    [Description("Digits after the point: with scale 2 a payload's integer 2150 is 21.50.")]
    public int Scale { get; set; }

    [Range(1, Channel.PrecisionMax)]
    [AbsentMeans("`9`, or `18` where `Scale` is above 8")]
    [Description("Digits in all, at least `Scale`. Up to 9 are held in 32 bits, more in 64. A value with more rejects its payload.")]
    public int? Precision { get; set; }

    [AbsentMeans("none")]
    [Description("The unit of measure (UCUM), for people.")]
    public string? Unit { get; set; }
}
