using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Ingest.Actors.Supervisors;
using Ingest.Host.Configuration.Values;

namespace Ingest.Host.Configuration.Keys;

/// <summary>How often a unit that failed for now is run again: from its beginning, after growing pauses with jitter.</summary>
public sealed class RetryOptions
{
    private static readonly RetryPolicy Defaults = RetryPolicy.Default;

    [Range(0, 100)]
    [Description("Runs after the first.")]
    public int Count { get; set; } = Defaults.Count;

    [Range(typeof(Duration), "1ms", "1h")]
    [Description("The first pause.")]
    public Duration First { get; set; } = new(Defaults.First);

    [Range(typeof(Duration), "1ms", "1d")]
    [Description("The longest pause.")]
    public Duration Longest { get; set; } = new(Defaults.Longest);
}
