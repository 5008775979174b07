using Ingest.Host.Configuration.Keys;
using Microsoft.Extensions.Configuration;

namespace Ingest.Host.Configuration.Checks;

/// <summary>Whether a table may be read without pages: a copied one that is one unit and has no key.</summary>
internal sealed class UnpagedCheck(IConfiguration raw, ErrorList errors)
{
    /// <summary>What a table has that is read in pages, or that is compared by more than its rows.</summary>
    private static readonly string[] PagedOnly =
        [nameof(TableOptions.Payload), nameof(TableOptions.Time), nameof(TableOptions.Key), nameof(TableOptions.UpdateColumn)];

    /// <param name="path">The table's full key.</param>
    public void Check(string path, TableOptions options)
    {
        string unpaged = $"{path}:{nameof(options.Unpaged)}";
        if (!options.Unpaged)
        {
            return;
        }

        if (!options.Copy)
        {
            errors.Add(unpaged, "means nothing to a table without Copy, which is read in pages; leave it out");
            return;
        }

        foreach (string key in PagedOnly.Where(key => raw.GetSection($"{path}:{key}").Exists()))
        {
            errors.Add(unpaged, $"means nothing to a table with {key}, which is read in pages; leave one of them out");
        }
    }
}
