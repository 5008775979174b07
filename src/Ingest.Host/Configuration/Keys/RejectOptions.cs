using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Actors.Units;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>How many source rows of a unit may fail to decode before the unit fails.</summary>
public sealed class RejectOptions
{
    [Range(0.0, 1.0)]
    [Description("The share of the unit's rows, 0 to 1.")]
    public double Share { get; set; } = new RejectBudget().Share;

    [Range(0, int.MaxValue)]
    [Description("Rows that are allowed whatever the share comes to.")]
    public int AtLeast { get; set; } = (int)new RejectBudget().AtLeast;
}

/// <summary>Which event times are believed.</summary>
public sealed class EventTimeOptions
{
    [Description("The first date that is believed: `2021-01-01` or `20210101`.")]
    public string From { get; set; } = new EventTimeWindow().From.ToString("yyyy-MM-dd", null);

    [Range(typeof(Duration), "0s", "36500d")]
    [Description("How far after the end of its unit's day the last may be. Without `Time` the last is that of 2099.")]
    public Duration Ahead { get; set; } = new(new EventTimeWindow().Ahead);
}
