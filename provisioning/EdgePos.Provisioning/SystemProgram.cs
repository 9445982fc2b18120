using System.ComponentModel;
using System.Diagnostics;

namespace EdgePos.Provisioning;

/// <summary>A program of the system, run to its end: dpkg, systemctl, mount.</summary>
/// <param name="name">Its name or path.</param>
/// <param name="deadline">Longer than that it is not waited for; it is ended.</param>
internal sealed class SystemProgram(string name, TimeSpan deadline, TimeProvider time)
{
    private const int LettersMost = 4 * 1024 * 1024;

    /// <summary>Runs it.</summary>
    /// <returns>Its exit code, and all that it said.</returns>
    /// <exception cref="ToolFault">It is not there, or took too long.</exception>
    public async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, CancellationToken stop)
    {
        using var process = Begin(arguments);
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            var (said, complained) = (ReadAsync(process.StandardOutput, either.Token), ReadAsync(process.StandardError, either.Token));
            string output = await said + await complained;
            await process.WaitForExitAsync(either.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            stop.ThrowIfCancellationRequested();
            throw new ToolFault(ExitCodes.Unavailable, $"{name} was not done within {deadline.TotalMinutes:0} minutes");
        }
    }

    /// <summary>
    /// Runs it; false where it is not there, took too long, or ends with anything but 0. What it says is nobody's business.
    /// </summary>
    public async Task<bool> SucceedsAsync(IEnumerable<string> arguments, CancellationToken stop)
    {
        try
        {
            return (await RunAsync(arguments, stop)).ExitCode == 0;
        }
        catch (ToolFault)
        {
            return false;
        }
    }

    private Process Begin(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close(); // nobody is there to answer a question
            return process;
        }
        catch (Win32Exception fault)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"{name} cannot be started: {fault.Message}");
        }
    }

    private static async Task<string> ReadAsync(StreamReader from, CancellationToken stop)
    {
        var text = new System.Text.StringBuilder();
        char[] some = new char[4096];
        while (await from.ReadAsync(some, stop) is > 0 and var count)
        {
            if (text.Length < LettersMost)
                text.Append(some, 0, count);
        }

        return text.ToString();
    }
}
