using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Ingest.Host.Configuration.Keys;

/// <summary>Columns of personal data, of which the lake gets a keyed hash.</summary>
public sealed class HashOptions
{
    [Required]
    [Description("Source columns of text, bytes or integers; none of the key.")]
    public IReadOnlyList<string>? Columns { get; set; }

    [AbsentMeans("not used")]
    [Description("The environment variable that holds the secret key, at least 16 bytes. One of `KeyEnv` and `KeyFile` is set.")]
    public string? KeyEnv { get; set; }

    [AbsentMeans("not used")]
    [Description("The file that holds the secret key, bytes or text. A line break at its end is not part of it.")]
    public string? KeyFile { get; set; }
}
