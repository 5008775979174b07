using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ingest.Actors.Paging;

/// <summary>Decides whether the certificate of one connection proves its server, before a password is sent.</summary>
/// <param name="url">The server.</param>
/// <param name="name">Whether the certificate must be that of the host.</param>
/// <param name="trusted">Who may vouch for it; null: whom the system trusts.</param>
internal sealed class MySqlCertificateCheck(MySqlUrl url, bool name, X509Certificate2Collection? trusted)
{
    /// <summary>A certificate may be meant for servers: id-kp-serverAuth of RFC 5280, section 4.2.1.12. One that names no purpose is.</summary>
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private const string RdsBundle = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";

    /// <summary>Why it was refused, a sentence; null when it was not.</summary>
    public string? Refusal { get; private set; }

    /// <summary>For <see cref="SslStream"/>.</summary>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)
            ? $"{url} shows no certificate: give the server one, or set Source.Tls."
            : Distrust((X509Certificate2)certificate, chain, errors) ?? Misnomer((X509Certificate2)certificate, errors);
        return Refusal is null;
    }

    private string? Distrust(X509Certificate2 certificate, X509Chain? shown, SslPolicyErrors errors)
    {
        if (trusted is null)
        {
            return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? Sentence(certificate, shown) : null;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(shown?.ChainPolicy.ExtraStore ?? []);
        // The certificates of databases name nowhere to ask for revocations, and a download would wait in the middle of connecting.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Otherwise a client's certificate of the same authority would pass for the server's.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return chain.Build(certificate) ? null : Sentence(certificate, chain);
    }

    private string Sentence(X509Certificate2 certificate, X509Chain? chain)
    {
        X509ChainStatus[] statuses = chain?.ChainStatus ?? [];
        if (statuses.Length > 0 && statuses.All(status => status.Status == X509ChainStatusFlags.NotTimeValid))
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The certificate of {url}, or one that vouches for it, is out of date (its own is valid from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}): "
                + $"renew it on the server, or set this machine's clock right.");
        }

        if (statuses.Length > 0 && statuses.All(status => status.Status == X509ChainStatusFlags.NotValidForUsage))
        {
            return $"The certificate of {url} is not meant for servers (its extended key usage): give the server one that is.";
        }

        string whom = trusted is null ? "nobody whom this machine trusts" : "nobody in Source.CaFile";
        return $"The certificate of {url} (issued by {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}) is vouched for by {whom}: "
            + $"name the PEM file of its CA in Source.CaFile; for RDS and Aurora that is {RdsBundle}.";
    }

    private string? Misnomer(X509Certificate2 certificate, SslPolicyErrors errors)
    {
        if (!name || !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return null;
        }

        IEnumerable<string> names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
        string issued = string.Join(", ", names) is { Length: > 0 } all ? $"for {all}" : "without a name";
        return $"The certificate of {url} is issued {issued}, not for {url.Host}: connect by a name that it has, "
            + "or set Source.Tls to verify-ca where there is none, as behind a tunnel.";
    }
}
