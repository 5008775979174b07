using System.Runtime.CompilerServices;
using Ingest.Actors.Lake;
using Ingest.Actors.Paging;
using Ingest.Actors.Records;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>Whether the lake's tables were made from what the configuration says they are made from.</summary>
internal sealed class IdentityExamination(ILake lake, ISourceDatabase source, IReadOnlyList<TableSpec> tables) : Examination("lake")
{
    private readonly RecordStore _records = new(lake);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (TableSpec table in tables)
        {
            yield return await LookAsync("identity", async () =>
            {
                await _records.CheckIdentityAsync(table, source.Schema, claim: false, cancellation);
                int units = (await _records.ListAsync(table, cancellation)).Count;
                string found = units == 0 ? "not in the lake yet" : $"the table that the lake has; its units are {units}";
                return Ok("identity", $"{table.Name} is {found}");
            });
        }
    }
}
