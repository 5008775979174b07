using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ingest.TestKit.Aws;

/// <summary>An HTTP server on a free port of the loopback interface, for scripted stand-ins of services.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    /// <summary>A request that is held on purpose does not hold the test.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    private readonly WebApplication _server;

    private LoopbackServer(WebApplication server) => _server = server;

    /// <summary>Such as <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Url => new(_server.Urls.Single());

    /// <param name="answer">Answers every request.</param>
    public static async Task<LoopbackServer> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        return new LoopbackServer(server);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(StopWithin);
        await _server.StopAsync(bound.Token);
        await _server.DisposeAsync();
    }
}
