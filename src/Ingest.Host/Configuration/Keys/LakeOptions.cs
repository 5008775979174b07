using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Ingest.Host.Configuration.Keys;

/// <summary>Where the objects go.</summary>
public sealed class LakeOptions
{
    [Required]
    [Description("A directory on a local file system; a relative one is taken from the configuration file's folder.")]
    public string? Root { get; set; }
}
