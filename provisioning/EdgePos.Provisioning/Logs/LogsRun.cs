using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgePos.V1;

namespace EdgePos.Provisioning;

/// <summary>Which lines somebody wants.</summary>
/// <param name="Lines">At most so many to begin with.</param>
/// <param name="Since">Only what was said from then on; null: whenever.</param>
/// <param name="Follow">True: goes on as lines are said.</param>
/// <param name="AsJson">True: an object a line.</param>
internal sealed record LogsWanted(int Lines, DateTimeOffset? Since, bool Follow, bool AsJson);

/// <summary>A line of the log for a program.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Text">What was said.</param>
internal sealed record LogLine(string At, string Text);

/// <summary>Lines of the log as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LogLine))]
internal sealed partial class LogJson : JsonSerializerContext;

/// <summary>Shows what the daemon said.</summary>
internal sealed class LogsRun(Uri gateway, int register, TimeProvider time, TextWriter output)
{
    /// <summary>The most lines at once.</summary>
    public const int LinesMost = 1000;

    // As the daemon writes a time before each line.
    private const string Moment = "yyyy-MM-dd HH:mm:ss.fff";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5), LookEvery = TimeSpan.FromSeconds(1);

    private static readonly string[] Units = ["-u", "edgepos.service", "-u", "edgepos-update.service"];

    /// <summary>True on a machine whose system keeps a journal.</summary>
    public static bool HasJournal => Directory.Exists("/run/systemd/system");

    /// <summary>What systemd's journal has of the daemon and of its updates, in journalctl's own form.</summary>
    /// <exception cref="ToolFault">There is no journalctl.</exception>
    public static async Task<int> JournalAsync(LogsWanted wanted, CancellationToken stop)
    {
        var args = new List<string>(Units) { "--no-pager", "-n", wanted.Lines.ToString(CultureInfo.InvariantCulture) };
        if (wanted.Since is { } since)
            args.AddRange(["--since", $"@{since.ToUnixTimeSeconds()}"]);
        if (wanted.Follow)
            args.Add("-f");
        if (wanted.AsJson)
            args.AddRange(["-o", "json"]);
        try
        {
            using var journal = Process.Start(new ProcessStartInfo("journalctl", args))!; // it speaks to our terminal itself
            await journal.WaitForExitAsync(stop);
            return journal.ExitCode == 0 ? ExitCodes.Ok : ExitCodes.Unavailable;
        }
        catch (Win32Exception fault)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"journalctl cannot be started: {fault.Message}");
        }
    }

    /// <summary>What the daemon remembers.</summary>
    /// <exception cref="ToolFault">The box does not answer.</exception>
    public async Task<int> AskAsync(LogsWanted wanted, CancellationToken stop)
    {
        string from = wanted.Since?.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture) ?? "";
        var answer = await ReadAsync(wanted.Lines, stop);
        Write(answer.Lines, from, wanted.AsJson);
        while (wanted.Follow)
        {
            long seen = answer.Said;
            await Task.Delay(LookEvery, time, stop);
            answer = await ReadAsync(LinesMost, stop);
            // Fewer than before: it was started again, and all that it says is new.
            int news = (int)Math.Min(answer.Said < seen ? answer.Said : answer.Said - seen, answer.Lines.Count);
            Write(answer.Lines.Skip(answer.Lines.Count - news), from, wanted.AsJson);
        }

        return ExitCodes.Ok;
    }

    /// <summary>The last lines, as the daemon says them.</summary>
    public Task<LogLines> ReadAsync(int lines, CancellationToken stop) =>
        new RemoteCall("the box", gateway, Deadline, time, register).RunAsync((channel, options) =>
            new Box.BoxClient(channel).ReadLogAsync(new ReadLogRequest { Lines = lines }, options).ResponseAsync, stop);

    private void Write(IEnumerable<string> lines, string from, bool asJson)
    {
        foreach (string line in lines.Where(line => string.CompareOrdinal(line, from) >= 0))
        {
            output.WriteLine(!asJson || line.Length < Moment.Length + 2 ? line : JsonSerializer.Serialize(
                new LogLine(line[..(Moment.Length + 1)], line[(Moment.Length + 2)..]), LogJson.Default.LogLine));
        }
    }
}
