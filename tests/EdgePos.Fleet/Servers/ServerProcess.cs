using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgePos.Fleet;

/// <summary>A program that this one started, what it says, and what it uses.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int MostSaid = 64 * 1024;
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>The last of what it has said.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>True when it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a program.</summary>
    public static ServerProcess Start(string program, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        var run = new ServerProcess(new Process { StartInfo = start });
        run._process.OutputDataReceived += (_, line) => run.Keep(line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Keep(line.Data);
        run._process.Start();
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="IOException">It did not end well.</exception>
    public static async Task RunAsync(string program, params IEnumerable<string> args)
    {
        await using var run = Start(program, args);
        await run._process.WaitForExitAsync();
        if (run._process.ExitCode != 0)
            throw new IOException($"{program} ended with {run._process.ExitCode}: {run.Said}");
    }

    /// <summary>Waits until something is so, as long as it runs.</summary>
    /// <exception cref="IOException">It has ended, or it takes too long.</exception>
    public async Task UntilAsync(Func<Task<bool>> isSo, string what, TimeProvider time, CancellationToken stop)
    {
        for (long begun = time.GetTimestamp(); !await isSo(); await Task.Delay(TimeSpan.FromMilliseconds(100), time, stop))
        {
            if (HasEnded || time.GetElapsedTime(begun) > Patience)
            {
                string why = HasEnded ? "it has ended" : "it takes too long";
                throw new IOException($"{_process.StartInfo.FileName}, until {what}: {why}. {Said}");
            }
        }
    }

    /// <summary>What it and its children, also those that have ended, have used until now.</summary>
    public ProcessUse Use() => ProcessUse.OfTree(Id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, Terminate);
            using var late = new CancellationTokenSource(Patience);
            await _process.WaitForExitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
                _process.Kill();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
            if (_said.Length > MostSaid)
                _said.Remove(0, _said.Length - MostSaid);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}

/// <summary>What processes have used.</summary>
/// <param name="Cpu">Time on processors, of those that have ended too.</param>
/// <param name="MemoryBytes">Memory that is in use now.</param>
/// <param name="PeakBytes">The most that any one of them had in use.</param>
internal readonly record struct ProcessUse(TimeSpan Cpu, long MemoryBytes, long PeakBytes)
{
    private const double TicksASecond = 100; // USER_HZ, which is 100 on every Linux of ours

    public static ProcessUse operator +(ProcessUse a, ProcessUse b) =>
        new(a.Cpu + b.Cpu, a.MemoryBytes + b.MemoryBytes, Math.Max(a.PeakBytes, b.PeakBytes));

    /// <summary>Of a process and its children. Source: proc_pid_stat(5), proc_pid_status(5).</summary>
    public static ProcessUse OfTree(int parent)
    {
        var sum = Of(parent);
        foreach (string folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            int id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
            if (id != parent && Fields(id) is { } fields && fields[1] == parent.ToString(CultureInfo.InvariantCulture))
                sum += Of(id);
        }

        return sum;
    }

    private static ProcessUse Of(int id)
    {
        if (Fields(id) is not { } fields)
            return default;
        double ticks = fields[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)); // utime, stime, and of children
        return new ProcessUse(TimeSpan.FromSeconds(ticks / TicksASecond), Status(id, "VmRSS:"), Status(id, "VmHWM:"));
    }

    // From the state on: the name before it may hold anything.
    private static string[]? Fields(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // gone
        }
    }

    private static long Status(int id, string field)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[field.Length..^2].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
