using System.Text;
using System.Text.Json.Nodes;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using Ingest.Host.Configuration.Checks;
using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Init;

/// <summary>Reads a proposed entry as the configuration is read.</summary>
internal static class EntryCheck
{
    private static readonly ConfigurationOrigin Nowhere = new("ingest.json", new Dictionary<string, string>());

    /// <param name="proposal">Its entry is checked; it names no file.</param>
    /// <param name="wrong">What a run would refuse; null when there is nothing.</param>
    /// <returns>The table as far as it is right; null when there is no entry.</returns>
    public static TableSpec? Spec(TableProposal proposal, out string? wrong)
    {
        wrong = null;
        if (proposal.Entry is null || proposal.Layout is not null)
        {
            return null;
        }

        var whole = new JsonObject { ["Tables"] = new JsonObject { [proposal.Name] = proposal.Entry.DeepClone() } };
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(whole.ToJsonString()));
        IConfigurationRoot raw = new ConfigurationBuilder().AddJsonStream(json).Build();
        string path = $"Tables:{proposal.Name}";
        var errors = new ErrorList(new Dictionary<string, string>());
        TableOptions options = raw.GetSection(path).Get<TableOptions>() ?? new TableOptions();
        TableSpec spec = new TableCheck(Nowhere, raw, errors).Check(path, proposal.Name, options);
        wrong = errors.Any ? string.Join("; ", errors.Sentences) : null;
        return spec;
    }
}
