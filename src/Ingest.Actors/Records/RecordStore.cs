using System.Text.Json;
using System.Text.Json.Serialization;
using Ingest.Actors.Lake;
using Ingest.Actors.Units;

namespace Ingest.Actors.Records;

/// <summary>Reads and conditionally writes the records of units and the identity of tables.</summary>
public sealed class RecordStore
{
    private const string TableKey = "_table.json";
    private const string ColumnsKey = "_columns.json";

    /// <summary>How every control object is written.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly ILake _lake;

    public RecordStore(ILake lake) => _lake = lake;

    /// <exception cref="IngestException">The record is damaged, or the lake failed.</exception>
    public async Task<TaggedRecord> GetAsync(Unit unit, CancellationToken cancellation)
    {
        (TaggedRecord found, IngestException? damage) = await TryGetAsync(unit, cancellation);
        return damage is null ? found : throw damage;
    }

    /// <summary>A unit's record, or what is wrong with it.</summary>
    /// <exception cref="IngestException">The lake failed.</exception>
    public async Task<(TaggedRecord Record, IngestException? Damage)> TryGetAsync(Unit unit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(unit);
        string key = KeyOf(unit);
        if (await _lake.GetControlAsync(key, cancellation) is not { } found)
        {
            return (TaggedRecord.None, null);
        }

        try
        {
            return (new TaggedRecord(Parse<UnitRecord>(key, found), found.Tag), null);
        }
        catch (IngestException damage)
        {
            return (new TaggedRecord(null, found.Tag), damage);
        }
    }

    /// <summary>Writes a record over the version given.</summary>
    /// <returns>The new tag; null when another version is there.</returns>
    public Task<string?> PutAsync(Unit unit, UnitRecord record, string? ifTag, CancellationToken cancellation) =>
        _lake.PutControlAsync(KeyOf(unit), JsonSerializer.SerializeToUtf8Bytes(record, Json), ifTag, cancellation);

    /// <summary>The intervals of all units of a table that have a record, in order.</summary>
    public async Task<IReadOnlyList<UnitInterval>> ListAsync(TableSpec table, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<string> names = await _lake.ListControlAsync(table.Name, cancellation);
        return
        [
            .. names.Select(name => UnitInterval.Parse(Path.GetFileNameWithoutExtension(name))).OfType<UnitInterval>()
                .Order(UnitInterval.Order),
        ];
    }

    /// <summary>What tables of the lake were made from, by their names there, in order.</summary>
    /// <param name="wanted">Of which names; each costs a request.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <exception cref="IngestException">What is recorded of one is damaged, or the lake failed.</exception>
    public async Task<IReadOnlyDictionary<string, TableIdentity>> TablesAsync(Func<string, bool> wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        SortedDictionary<string, TableIdentity> tables = new(StringComparer.Ordinal);
        foreach (string name in (await _lake.ListControlFoldersAsync(cancellation)).Where(wanted))
        {
            string key = $"{name}/{TableKey}";
            if (await _lake.GetControlAsync(key, cancellation) is { } found)
            {
                tables.Add(name, Parse<TableIdentity>(key, found));
            }
        }

        return tables;
    }

    /// <summary>Claims a table's place in the lake, or checks that it is the same table as before.</summary>
    /// <param name="claim">False: only checks.</param>
    /// <exception cref="IngestException">The lake holds another table under this name, cut or laid out in another way.</exception>
    public async Task CheckIdentityAsync(TableSpec table, string sourceSchema, bool claim, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        string key = $"{table.Name}/{TableKey}";
        var wanted = TableIdentity.Of(table, sourceSchema);
        ControlObject? found = await _lake.GetControlAsync(key, cancellation);
        if (found is null && !claim)
        {
            return;
        }

        if (found is null)
        {
            byte[] content = JsonSerializer.SerializeToUtf8Bytes(wanted, Json);
            if (await _lake.PutControlAsync(key, content, null, cancellation) is not null)
            {
                return;
            }

            found = await _lake.GetControlAsync(key, cancellation);
        }

        TableIdentity present = Parse<TableIdentity>(key, found!);
        if (present != wanted)
        {
            throw IngestException.Permanent(
                $"Table {table.Name} in {_lake.Root} was made from {present}, and the configuration now says {wanted}: every row "
                + "would be there twice. Give the table another name and Path, or put the configuration back.");
        }
    }

    /// <summary>The columns that a table was made of, and the version of what says so; null where nothing does.</summary>
    /// <exception cref="IngestException">The object is damaged, or the lake failed.</exception>
    public async Task<(TableColumns? Columns, string? Tag)> GetColumnsAsync(TableSpec table, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        string key = $"{table.Name}/{ColumnsKey}";
        return await _lake.GetControlAsync(key, cancellation) is { } found ? (Parse<TableColumns>(key, found), found.Tag) : (null, null);
    }

    /// <summary>Notes them over the version given.</summary>
    /// <returns>False where another version is there.</returns>
    public async Task<bool> PutColumnsAsync(TableSpec table, TableColumns columns, string? ifTag, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(table);
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(columns, Json);
        return await _lake.PutControlAsync($"{table.Name}/{ColumnsKey}", content, ifTag, cancellation) is not null;
    }

    private static string KeyOf(Unit unit) => $"{unit.Table.Name}/{unit.Name}.json";

    private T Parse<T>(string key, ControlObject found)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(found.Content.Span, Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException broken)
        {
            throw IngestException.Permanent(
                $"The record {key} in {_lake.Root} cannot be read ({broken.Message}). Put it back from a copy, or delete it and run "
                + "its unit again: where the source has fewer rows than the lake, that is refused.", broken);
        }
    }
}
