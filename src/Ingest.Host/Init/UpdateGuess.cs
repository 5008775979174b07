using Ingest.Actors.Paging;

namespace Ingest.Host.Init;

/// <summary>The column that every update of a row raises.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Why">A sentence.</param>
internal sealed record UpdateGuess(string Column, string Why)
{
    private static readonly string[] Names =
        ["updatedat", "updatedon", "updated", "updatetime", "lastupdate", "lastupdated", "lastupdatedat", "modifiedat", "modifiedon", "modified", "lastmodified", "changedat", "changedon", "lastchanged", "mtime"];

    /// <param name="look">The table.</param>
    /// <param name="time">The column that decides a row's day, which is another; null when there is none.</param>
    public static UpdateGuess? Of(TableLook look, string? time)
    {
        LookedColumn[] fit = [.. look.Columns.Where(column => column.Role is TypeRole.Integer or TypeRole.Time && column.Name != time)];
        if (fit.FirstOrDefault(column => column.Schema.IsRaised) is { } raised)
        {
            return new UpdateGuess(raised.Name, $"UpdateColumn: {raised.Name}, since the database raises it by itself (ON UPDATE CURRENT_TIMESTAMP).");
        }

        return fit.FirstOrDefault(column => Names.Contains(string.Concat(Words.Of(column.Name)))) is { } named
            ? new UpdateGuess(named.Name, $"UpdateColumn: {named.Name}, by its name. It has to rise with every update; if it does not, leave it out.")
            : null;
    }
}
