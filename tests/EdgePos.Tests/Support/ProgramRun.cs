using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace EdgePos.Tests;

/// <summary>A real program in a process of its own, and all that it says.</summary>
public sealed partial class ProgramRun : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ProgramRun(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        Assert.True(_process.Start());
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All that it has said, standard output and error.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public int ProcessId => _process.Id;

    public static ProgramRun Start(string program, params IEnumerable<string> args) => new(new ProcessStartInfo(program, args));

    /// <summary>Starts a program in a changed environment.</summary>
    public static ProgramRun StartWith(IReadOnlyDictionary<string, string> environment, string program, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ProgramRun(start);
    }

    /// <summary>Runs a program to its end with something typed at it.</summary>
    public static async Task<(int ExitCode, string Output)> ToEndAsync(string program, string typed, params IEnumerable<string> args)
    {
        await using var run = Start(program, args);
        await run._process.StandardInput.WriteAsync(typed);
        run._process.StandardInput.Close();
        return (await run.WaitAsync(), run.Output);
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Daemon.Patience);
        return _process.ExitCode;
    }

    /// <summary>Pulls the plug of the process: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitAsync();
    }

    /// <summary>Asks it to stop, as systemd does: SIGTERM.</summary>
    public async Task<int> StopAsync()
    {
        Assert.Equal(0, SendSignal(_process.Id, 15));
        return await WaitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(Output);
        _process.Dispose();
    }

    // No line is the end of one of the two, which may come before the other has said anything.
    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
