using Grpc.Core;

namespace EdgePos.Gateway;

/// <summary>Streams that go on for as long as somebody watches.</summary>
internal static class Watches
{
    /// <summary>
    /// Sends until the caller goes away. A watch holds up no stop of the daemon: the register watches again when it is back.
    /// </summary>
    /// <param name="send">Sends; is told to end.</param>
    /// <exception cref="RpcException">Unavailable: the box is stopping.</exception>
    public static async Task SendUntilStopAsync(
        ServerCallContext context, IHostApplicationLifetime life, Func<CancellationToken, Task> send)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, life.ApplicationStopping);
        try
        {
            await send(end.Token);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "the box is stopping"));
        }
    }
}
