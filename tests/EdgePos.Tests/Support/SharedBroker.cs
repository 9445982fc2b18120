using Xunit;

namespace EdgePos.Tests;

/// <summary>A real Mosquitto, which knows shared subscriptions, for several head offices at once.</summary>
internal sealed class SharedBroker : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private ProgramRun? _run;

    public int Port { get; } = Mosquitto.PortOfItsOwn();

    /// <summary>Starts one. Skips the test where Mosquitto is not installed.</summary>
    public static async Task<SharedBroker> StartAsync()
    {
        Assert.SkipWhen(Mosquitto.Path is null, "Mosquitto is not installed (package mosquitto)");
        var broker = new SharedBroker();
        broker._run = await Mosquitto.StartAsync(broker._folder, broker.Port);
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _folder.Dispose();
    }
}
