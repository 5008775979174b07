using System.Text.Json;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>Every table of MySQL's sample database, every value of every row, as MariaDB and DuckDB each write it.</summary>
public sealed class SakilaCopyTests
{
    private static readonly string[] Tables =
    [
        "actor", "address", "category", "city", "country", "customer", "film", "film_actor", "film_category", "film_text",
        "inventory", "language", "payment", "rental", "staff", "store",
    ];

    [SkippableFact]
    public async Task All_tables_are_copied_value_by_value()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        await Sakila.LoadAsync(installation.Source);
        foreach (string table in Tables)
        {
            installation.Table(table, """{ "Copy": true }""");
        }

        JsonElement run = await installation.JsonAsync(0, "run");

        Assert.Equal(Tables.Length, run.GetProperty("units").Count("committed"));
        foreach (string table in Tables)
        {
            await CopiedRows.EqualAsync(installation, table);
        }
    }

    [SkippableFact]
    public async Task A_table_is_copied_by_days_value_by_value()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        await Sakila.LoadAsync(installation.Source);
        await installation.Source.ExecuteAsync("CREATE INDEX by_day ON rental (rental_date, last_update)");
        installation.Table("rental", """{ "Copy": true, "Time": { "Column": "rental_date" }, "UpdateColumn": "last_update" }""");

        await installation.JsonAsync(0, "backfill");

        Assert.Equal(41, installation.Objects().Length);
        await CopiedRows.EqualAsync(installation, "rental");
    }
}
