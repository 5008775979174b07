namespace Ingest.Host.Configuration.Checks;

/// <summary>Addresses of services.</summary>
internal static class UrlCheck
{
    /// <returns>Null when there is none, or it is wrong.</returns>
    public static Uri? Http(string key, string? text, ErrorList errors)
    {
        if (text is null)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            // What may be a user and a password is not repeated.
            string written = text.Contains('@', StringComparison.Ordinal) ? "it" : $"'{text}'";
            errors.Add(key, $"{written} is no address; write https://host or https://host:port");
            return null;
        }

        if (url.UserInfo.Length != 0 || url.Query.Length != 0)
        {
            errors.Add(key, "an address without user and query is expected; credentials come from the default chain");
            return null;
        }

        return url;
    }
}
