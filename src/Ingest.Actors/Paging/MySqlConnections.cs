using System.Security.Authentication;
using Ingest.Actors.Units;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>
/// Opens connections to MySQL, Aurora or MariaDB: user and password are read for each, and once again when the database denies
/// them, since they may have been changed in the meantime. Thread-safe.
/// </summary>
public sealed class MySqlConnections
{
    private const string NoTls = "Server does not support SSL";

    private readonly MySqlUrl _url;
    private readonly SourceSpec _spec;
    private readonly MySqlTls _tls;
    private readonly SourceErrors _errors;

    private MySqlConnections(MySqlUrl url, SourceSpec spec, MySqlTls tls)
    {
        _url = url;
        _spec = spec;
        _tls = tls;
        _errors = new SourceErrors(url.ToString(), spec.Logins?.Advice);
    }

    /// <summary>For people: host, port and schema.</summary>
    public string Name => _url.ToString();

    internal string Schema => _url.Schema;

    internal SourceErrors Errors => _errors;

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="IngestException">The URL, an option or the CA file is not understood.</exception>
    public static MySqlConnections Of(SourceSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var url = MySqlUrl.Parse(spec.Url, needsUser: spec.Logins is null);
        var tls = MySqlTls.Of(url, spec);
        // Once now, so that a wrong option is said before anything is asked.
        _ = MySqlConnectionString.Of(url, spec, tls.Mode);
        return new MySqlConnections(url, spec, tls);
    }

    /// <summary>Opens one. The caller owns it.</summary>
    /// <exception cref="IngestException">It cannot be opened.</exception>
    public async Task<MySqlConnection> OpenAsync(CancellationToken cancellation)
    {
        if (_spec.Logins is not { } logins)
        {
            return await OpenAsync(new SourceLogin(null, _spec.Password ?? _url.Password ?? ""), cancellation);
        }

        SourceLogin login = await logins.ReadAsync(anew: false, cancellation);
        try
        {
            return await OpenAsync(login, cancellation);
        }
        catch (IngestException e) when (SourceErrors.IsLoginDenied(e.InnerException))
        {
            SourceLogin changed = await logins.ReadAsync(anew: true, cancellation);
            // The same once more would only bring the user nearer to being locked out.
            if (changed == login)
            {
                throw;
            }

            return await OpenAsync(changed, cancellation);
        }
    }

    private async Task<MySqlConnection> OpenAsync(SourceLogin login, CancellationToken cancellation)
    {
        var options = new MySqlConnectionStringBuilder(MySqlConnectionString.Of(_url, _spec, _tls.Mode))
        {
            UserID = login.User ?? _url.User ?? throw IngestException.Permanent($"Nothing says as which user to connect to {Name}: write it in Source.Url."),
        };
        MySqlCertificateCheck? check = _tls.Check();
        var connection = new MySqlConnection(options.ConnectionString)
        {
            // Not in the connection string, which ends up in too many places.
            ProvidePasswordCallback = _ => login.Password,
            RemoteCertificateValidationCallback = check is null ? null : check.Accept,
        };
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            throw Tls(e, check) ?? _errors.Sentence(e) ?? e;
        }
    }

    private IngestException? Tls(Exception failure, MySqlCertificateCheck? check) => failure switch
    {
        _ when check?.Refusal is { } refusal => IngestException.Permanent(refusal, failure),
        MySqlException { Message: NoTls } => IngestException.Permanent(
            $"{Name} offers no TLS: turn it on there, or set Source.Tls to off to send everything in the clear.", failure),
        MySqlException { InnerException: AuthenticationException inner } => IngestException.Permanent(
            $"{Name} and this machine agree on no TLS ({(inner.InnerException ?? inner).Message.TrimEnd('.')}): look at the versions and ciphers that the server allows.", failure),
        _ => null,
    };
}
