using Ingest.Actors.Units;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>The driver's keywords: ours as defaults, then the configuration's, then what the pager's correctness rests on.</summary>
internal static class MySqlConnectionString
{
    private const uint KeepaliveSeconds = 30;
    private const int CancellationSeconds = 2;

    private static readonly HashSet<string> Fixed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Server", "Port", "User ID", "Password", "Database", "Pooling", "Treat Tiny As Boolean", "GUID Format", "Ignore Prepare",
        "Auto Enlist", "Allow Zero Date Time", "Convert Zero Date Time",
    };

    private static readonly HashSet<string> OfTls = new(StringComparer.OrdinalIgnoreCase)
    {
        "SSL Mode", "SSL CA", "Skip Certificate Revocation Check",
    };

    /// <summary>Without user and password, which change.</summary>
    /// <exception cref="IngestException">An option is not understood.</exception>
    public static string Of(MySqlUrl url, SourceSpec spec, MySqlSslMode tls)
    {
        var options = new MySqlConnectionStringBuilder
        {
            ConnectionTimeout = Seconds(spec.ConnectTimeout),
            DefaultCommandTimeout = Seconds(spec.CommandTimeout),
            CancellationTimeout = CancellationSeconds,
            Keepalive = KeepaliveSeconds,
            ApplicationName = "ingest",
        };
        foreach ((string keyword, string value) in spec.Options)
        {
            Apply(options, keyword, value);
        }

        options.Server = url.Host;
        options.Port = (uint)url.Port;
        options.SslMode = tls;
        options.Database = url.Schema;
        // One snapshot is one connection: nothing that a session set may live on in another.
        options.Pooling = false;
        options.AutoEnlist = false;
        options.IgnorePrepare = false;
        options.TreatTinyAsBoolean = false;
        options.GuidFormat = MySqlGuidFormat.None;
        // Dates that are none come as they are, and not as an error or as another date.
        options.AllowZeroDateTime = true;
        options.ConvertZeroDateTime = false;
        return options.ConnectionString;
    }

    private static void Apply(MySqlConnectionStringBuilder options, string keyword, string value)
    {
        string canonical;
        try
        {
            var one = new MySqlConnectionStringBuilder { [keyword] = value };
            canonical = one.Keys.Cast<string>().Single();
            options[keyword] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException or InvalidOperationException)
        {
            throw IngestException.Permanent($"Source.Options '{keyword}' is no keyword of the database driver, or its value is none that it takes.", e);
        }

        if (OfTls.Contains(canonical))
        {
            throw IngestException.Permanent(
                $"Source.Options must not set '{keyword}': Source.Tls says how far TLS goes, and Source.CaFile whom it trusts.");
        }

        if (Fixed.Contains(canonical))
        {
            throw IngestException.Permanent($"Source.Options must not set '{keyword}': Source.Url, Source.Password and Ingest itself decide that.");
        }
    }

    private static uint Seconds(TimeSpan time) => (uint)Math.Max(1, Math.Ceiling(time.TotalSeconds));
}
