using System.Globalization;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary><c>mysql://user[:password]@host[:port]/schema</c>, percent escapes decoded.</summary>
internal sealed record MySqlUrl(string? User, string? Password, string Host, int Port, string Schema)
{
    private const int PortDefault = 3306;

    /// <param name="text">The URL.</param>
    /// <param name="needsUser">False: the login says it.</param>
    public static MySqlUrl Parse(string text, bool needsUser = true)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            || url.Host.Length == 0 || (needsUser && url.UserInfo.Length == 0) || url.AbsolutePath.Trim('/') is not { Length: > 0 } path
            || path.Contains('/', StringComparison.Ordinal))
        {
            // Not the text itself, which may hold a password.
            throw IngestException.Permanent(
                "Source.Url is no mysql://user@host:3306/schema: write user, host and schema, with %40 for an @ in a name.");
        }

        if (url.Query.Length != 0 || url.Fragment.Length != 0)
        {
            throw IngestException.Permanent("Source.Url has options after its schema: put the driver's keywords into Source.Options.");
        }

        string[] user = url.UserInfo.Split(':', 2);
        return new MySqlUrl(
            user[0].Length == 0 ? null : Uri.UnescapeDataString(user[0]),
            user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            url.IdnHost,
            url.IsDefaultPort || url.Port < 0 ? PortDefault : url.Port,
            Uri.UnescapeDataString(path));
    }

    /// <summary>For people: no user, no password.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"mysql://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}/{Schema}");
}
