using EdgePos.HeadOffice.V1;
using Grpc.Net.Client;

namespace EdgePos.Tests;

/// <summary>The real head office, alone, on somebody's broker.</summary>
internal sealed class HeadOfficeProgram(string dataFolder, int brokerPort, params string[] settings) : IAsyncDisposable
{
    private readonly int _reports = Daemon.FreePort();
    private GrpcChannel? _channel;
    private ProgramRun? _run;

    public Reports.ReportsClient Reports => new(_channel ??= GrpcChannel.ForAddress($"http://127.0.0.1:{_reports}"));

    /// <summary>Where its reports are.</summary>
    public string Address => $"http://127.0.0.1:{_reports}";

    /// <summary>What it has said since it was started.</summary>
    public string Output => _run?.Output ?? "";

    public HeadOfficeProgram Start()
    {
        _run = ProgramRun.Start(Programs.HeadOffice, [
            $"--HeadOffice:DataFolder={dataFolder}", $"--HeadOffice:BrokerPort={brokerPort}",
            $"--HeadOffice:ReportsPort={_reports}", .. settings]);
        return this;
    }

    /// <summary>Pulls the plug of the process.</summary>
    public async Task KillAsync()
    {
        await _run!.KillAsync();
        await _run.DisposeAsync();
        _run = null;
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_run is not null)
            await _run.DisposeAsync();
    }
}
