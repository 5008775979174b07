using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Actors.Units;

namespace Ingest.Host.Configuration.Keys;

/// <summary>The source column that decides a row's unit.</summary>
public sealed class TimeOptions
{
    [Required]
    [Description("The source column; UTC, or DATETIME in the table's `Zone`.")]
    public string? Column { get; set; }

    [AllowedValues(TimeNames.Datetime, TimeNames.EpochS, TimeNames.EpochMs, TimeNames.EpochUs)]
    [Description("How it tells the time: `datetime` (DATETIME, TIMESTAMP or ISO 8601 text), or integer seconds, milliseconds or microseconds since 1970.")]
    public string As { get; set; } = TimeNames.Datetime;
}

/// <summary>How the configuration writes a <see cref="TimeEncoding"/>.</summary>
internal static class TimeNames
{
    public const string Datetime = "datetime";
    public const string EpochS = "epoch-s";
    public const string EpochMs = "epoch-ms";
    public const string EpochUs = "epoch-us";

    public static TimeEncoding Parse(string name) => name switch
    {
        EpochS => TimeEncoding.EpochS,
        EpochMs => TimeEncoding.EpochMs,
        EpochUs => TimeEncoding.EpochUs,
        _ => TimeEncoding.Datetime,
    };
}
