using System.Globalization;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;
using Ingest.Host.Configuration;
using SourceSpec = Ingest.Host.Configuration.SourceSpec;

namespace Ingest.Host.Secrets;

/// <summary>Makes of the configuration what the engine opens: it knows how to ask for logins, and not where secrets are.</summary>
internal static class SourceAccess
{
    public const int PortDefault = 3306;

    /// <summary>Opens the source. Connects to nothing yet, but for a secret that says where the database is.</summary>
    /// <exception cref="IngestException">The secret cannot be read, or does not say.</exception>
    public static async Task<ISourceDatabase> OpenAsync(IngestConfiguration configuration, TimeProvider clock, CancellationToken cancellation) =>
        SourceDatabase.Open(await SpecAsync(configuration, clock, cancellation), clock);

    /// <inheritdoc cref="OpenAsync"/>
    public static async Task<Ingest.Actors.Paging.SourceSpec> SpecAsync(
        IngestConfiguration configuration, TimeProvider clock, CancellationToken cancellation)
    {
        SourceSpec source = configuration.Source;
        CachedSecret? secret = source.Secret is { } id ? new CachedSecret(new ManagedSecret(id, configuration.Aws, clock), clock) : null;
        return new Ingest.Actors.Paging.SourceSpec(secret is null ? source.Url.OriginalString : await UrlAsync(source.Url, secret, cancellation))
        {
            Password = (source.Password as PasswordSpec.Known)?.Password,
            Logins = secret is null ? Logins(source, configuration, clock) : new SecretLogins(secret),
            Tls = source.Tls,
            CaFile = source.CaFile,
            Options = source.Options,
            MaxConnections = source.MaxConnections,
            MaxBytesPerSecond = source.MaxBytesPerSecond,
            MaxSnapshot = source.MaxSnapshot,
        };
    }

    /// <returns>Null where the password does not change, or there is none.</returns>
    private static ISourceLogins? Logins(SourceSpec source, IngestConfiguration configuration, TimeProvider clock) => source.Password switch
    {
        PasswordSpec.InFile { Path: var path } => Uncached(path),
        PasswordSpec.InParameter { Name: var name } => Cached(new ParameterSecret(name, configuration.Aws), clock, mayBeJson: false),
        PasswordSpec.InSecret { Id: var id } => Cached(new ManagedSecret(id, configuration.Aws, clock), clock, mayBeJson: true),
        PasswordSpec.RdsToken => new RdsTokenLogins(source.Url, configuration.Aws, clock),
        _ => null,
    };

    /// <summary>A file is cheap, and a mounted secret changes at once.</summary>
    private static PasswordLogins Uncached(string path)
    {
        var secret = new FileSecret(path);
        return new PasswordLogins((_, cancellation) => secret.ReadAsync(cancellation), secret.Place, mayBeJson: false);
    }

    private static PasswordLogins Cached(ISecret secret, TimeProvider clock, bool mayBeJson) =>
        new(new CachedSecret(secret, clock).ReadAsync, secret.Place, mayBeJson);

    /// <summary>What the URL says holds; host with port, and schema, that it leaves out are the secret's.</summary>
    private static async Task<string> UrlAsync(Uri url, CachedSecret cached, CancellationToken cancellation)
    {
        string schema = url.AbsolutePath.Trim('/');
        if (url.Host.Length != 0 && schema.Length != 0)
        {
            return url.OriginalString;
        }

        var secret = DatabaseSecret.Parse(await cached.ReadAsync(anew: false, cancellation), cached.Place);
        if (schema.Length == 0)
        {
            schema = Uri.EscapeDataString(secret.Schema ?? throw Missing("schema", "dbname", "mysql:///schema"));
        }

        if (url.Host.Length != 0)
        {
            return $"mysql://{url.Authority}/{schema}";
        }

        string host = secret.Host ?? throw Missing("host", "host", "mysql://host:3306/schema");
        return Uri.CheckHostName(host) switch
        {
            UriHostNameType.Unknown => throw IngestException.Permanent($"The member 'host' of {cached.Place} is no host's name."),
            UriHostNameType.IPv6 => Compose($"[{host.Trim('[', ']')}]"),
            _ => Compose(host),
        };

        string Compose(string name) =>
            string.Create(CultureInfo.InvariantCulture, $"mysql://{name}:{secret.Port ?? PortDefault}/{schema}");

        IngestException Missing(string what, string member, string example) => IngestException.Permanent(
            $"Neither Source.Url nor {cached.Place} says the {what}: write it in Source.Url as {example}, or as the member {member} into the secret.");
    }
}
