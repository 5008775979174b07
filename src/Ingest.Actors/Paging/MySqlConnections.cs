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
    /// <summary>A service that runs for months tries again some time: the database may have changed, too.</summary>
    private static readonly TimeSpan DenialHolds = TimeSpan.FromMinutes(1);

    /// <summary>More than timers count to.</summary>
    private const uint ForEverSeconds = 4_000_000;

    private const string NoTls = "Server does not support SSL";

    private readonly MySqlUrl _url;
    private readonly SourceSpec _spec;
    private readonly MySqlTls _tls;
    private readonly SourceErrors _errors;
    private readonly TimeProvider _clock;
    private volatile Denial? _denial;

    private MySqlConnections(MySqlUrl url, SourceSpec spec, MySqlTls tls, TimeProvider clock)
    {
        _clock = clock;
        _url = url;
        _spec = spec;
        _tls = tls;
        _errors = new SourceErrors(url.ToString(), spec.Logins?.Advice);
    }

    /// <summary>For people: host, port and schema.</summary>
    public string Name => _url.ToString();

    internal string Schema => _url.Schema;

    internal SourceErrors Errors => _errors;

    /// <summary>How long the database may take for one answer.</summary>
    internal TimeSpan Patience { get; private init; }

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="spec">The database.</param>
    /// <param name="clock">Tells for how long a login that was denied is not tried again.</param>
    /// <exception cref="IngestException">The URL, an option or the CA file is not understood.</exception>
    public static MySqlConnections Of(SourceSpec spec, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var url = MySqlUrl.Parse(spec.Url, needsUser: spec.Logins is null);
        var tls = MySqlTls.Of(url, spec);
        // Once now, so that a wrong option is said before anything is asked.
        var options = new MySqlConnectionStringBuilder(MySqlConnectionString.Of(url, spec, tls.Mode));
        return new MySqlConnections(url, spec, tls, clock)
        {
            Patience = options.DefaultCommandTimeout is > 0 and < ForEverSeconds
                ? TimeSpan.FromSeconds(options.DefaultCommandTimeout)
                : Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Opens one. The caller owns it.</summary>
    /// <exception cref="IngestException">It cannot be opened.</exception>
    public async Task<MySqlConnection> OpenAsync(CancellationToken cancellation)
    {
        SourceLogin login = _spec.Logins is { } logins
            ? await logins.ReadAsync(anew: false, cancellation)
            : new SourceLogin(null, _spec.Password ?? _url.Password ?? "");
        if (_denial is { } denial && denial.Login == login && _clock.GetElapsedTime(denial.At) < DenialHolds)
        {
            throw IngestException.Permanent(denial.Failure.Message, denial.Failure.InnerException);
        }

        try
        {
            return await OpenAsync(login, cancellation);
        }
        catch (IngestException e) when (SourceErrors.IsLoginDenied(e.InnerException))
        {
            SourceLogin changed = _spec.Logins is { } again ? await again.ReadAsync(anew: true, cancellation) : login;

            // The same once more would only bring the user nearer to being locked out, now and for the units that follow.
            if (changed == login)
            {
                _denial = new Denial(login, e, _clock.GetTimestamp());
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
            $"{Name} offers no TLS: turn it on there{(_spec.Logins is { NeedsTls: true } ? "" : ", or set Source.Tls to off to send everything in the clear")}.", failure),
        MySqlException { InnerException: AuthenticationException inner } => IngestException.Permanent(
            $"{Name} and this machine agree on no TLS ({(inner.InnerException ?? inner).Message.TrimEnd('.')}): look at the versions and ciphers that the server allows.", failure),
        _ => null,
    };

    private sealed record Denial(SourceLogin Login, IngestException Failure, long At);
}
