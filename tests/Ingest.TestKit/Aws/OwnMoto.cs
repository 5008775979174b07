using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Xunit;

namespace Ingest.TestKit.Aws;

/// <summary>A moto server of the test's own, which asks for permission as AWS does: its users may do what their policies say.</summary>
public sealed partial class OwnMoto : IAsyncDisposable
{
    /// <summary>The Python that has moto, where it is not the <c>python3</c> of the PATH.</summary>
    public const string Variable = "INGEST_TEST_MOTO_PYTHON";

    private const string Program = "python3";
    private const int HasNoMoto = 3;
    private const string Needs = "needs a Python with moto: python3 of the PATH, or named by " + Variable;

    /// <summary>moto computes signatures over the decoded query, and so refuses right ones of keys with a slash or an equals sign.
    /// Users and policies are looked at all the same.</summary>
    private const string Script = """
        import sys
        try:
            from moto import server
            from moto.iam import access_control
        except ImportError:
            sys.exit(3)
        access_control.IAMRequestBase.check_signature = lambda self: None
        server.main(sys.argv[1:])
        """;

    private const string Nobody = "AWS4-HMAC-SHA256 Credential=nobody/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new();
    private readonly Process _process;

    private OwnMoto(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>Skips the test, with a sentence, where there is no such program.</summary>
    public static async Task<OwnMoto> StartAsync()
    {
        string? program = Find();
        Skip.If(program is null, Needs);
        int port = FreePort();
        var start = new ProcessStartInfo(program!, ["-c", Script, "-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;

        // What nobody reads would fill the pipe and hold the server.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var moto = new OwnMoto(process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        try
        {
            await moto.WaitAsync();
            return moto;
        }
        catch
        {
            await moto.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether requests need a signature of a user whose policy allows them. At first none does.</summary>
    public async Task GuardAsync(bool guarded)
    {
        using var count = new StringContent(guarded ? "0" : "inf");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(Url, "/moto-api/reset-auth"), count);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A user without any permission.</summary>
    public async Task<AWSCredentials> CreateUserAsync(string name)
    {
        await AskAsync(("Action", "CreateUser"), ("UserName", name));
        string key = await AskAsync(("Action", "CreateAccessKey"), ("UserName", name));
        return new BasicAWSCredentials(AccessKey().Match(key).Groups[1].Value, SecretKey().Match(key).Groups[1].Value);
    }

    /// <summary>Gives a user this policy in the place of the one that it had.</summary>
    public Task AllowAsync(string user, string policy) =>
        AskAsync(("Action", "PutUserPolicy"), ("UserName", user), ("PolicyName", "only"), ("PolicyDocument", policy));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<string> AskAsync(params (string Name, string Value)[] parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url)
        {
            Content = new FormUrlEncodedContent(
                parameters.Append(("Version", "2010-05-08")).Select(parameter => KeyValuePair.Create(parameter.Item1, parameter.Item2))),
        };
        request.Headers.TryAddWithoutValidation("Authorization", Nobody);
        using HttpResponseMessage answer = await _http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    private async Task WaitAsync()
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            Skip.If(_process.HasExited && _process.ExitCode == HasNoMoto, Needs);
            Assert.False(_process.HasExited, "moto ended by itself");
            Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, Patience);
            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Select(folder => Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("<AccessKeyId>(.*?)</AccessKeyId>")]
    private static partial Regex AccessKey();

    [GeneratedRegex("<SecretAccessKey>(.*?)</SecretAccessKey>")]
    private static partial Regex SecretKey();
}
