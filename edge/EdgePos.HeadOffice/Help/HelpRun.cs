using System.Globalization;
using EdgePos.HeadOffice.V1;
using Spectre.Console;

namespace EdgePos.HeadOffice;

/// <summary>What a person asks of a box.</summary>
/// <param name="Request">With its command.</param>
/// <param name="Wait">How long at most.</param>
/// <param name="SaveAs">Where a bundle goes; empty: a name of its own in the current folder.</param>
internal sealed record HelpOrder(BoxName Box, HelpRequest Request, TimeSpan Wait, string SaveAs);

/// <summary>Asks a box, and shows what came back.</summary>
internal sealed class HelpRun(HelpOrder order, HelpCall call, IAnsiConsole console, TextWriter to, TimeProvider time)
{
    /// <summary>Runs it; gives the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var result = await call.AskAsync(order.Request, order.Wait, stop);
        switch (result.ResultCase)
        {
            case HelpResult.ResultOneofCase.Status:
                Show(result.Status);
                return ExitCodes.Ok;
            case HelpResult.ResultOneofCase.LedgerHead:
                Show(result.LedgerHead);
                return ExitCodes.Ok;
            case HelpResult.ResultOneofCase.Log:
                foreach (string line in result.Log.Lines)
                    to.WriteLine(Plain(line));
                return ExitCodes.Ok;
            case HelpResult.ResultOneofCase.Bundle:
                await SaveAsync(result.Bundle, stop);
                return ExitCodes.Ok;
            case HelpResult.ResultOneofCase.DeviceTest:
                to.WriteLine($"{(result.DeviceTest.Passed ? "passed" : "failed")}: {Plain(result.DeviceTest.Report)}");
                return result.DeviceTest.Passed ? ExitCodes.Ok : ExitCodes.NotAsItMustBe;
            case HelpResult.ResultOneofCase.DatasetSwitched:
                to.WriteLine($"current is {result.DatasetSwitched.Version}, before it was {result.DatasetSwitched.Before}; "
                    + "it stays so until the next version is published");
                return ExitCodes.Ok;
            case HelpResult.ResultOneofCase.Restarting:
                to.WriteLine("it was started again, and is online");
                return ExitCodes.Ok;
            case HelpResult.ResultOneofCase.Refused:
                throw new VerbFault(ExitCodes.NotAsItMustBe, $"refused, {result.Refused.Code}: {Plain(result.Refused.Why)}");
            case HelpResult.ResultOneofCase.None:
                throw new VerbFault(ExitCodes.NotAsItMustBe, "the box runs a newer program, and its answer cannot be read");
        }

        return ExitCodes.Software;
    }

    private void Show(HelpStatus status)
    {
        var health = status.Health ?? new LiveHealth();
        var facts = Figures.TableOf("", "").HideHeaders();
        facts.Add("version", $"{health.Version}, up {Words(TimeSpan.FromSeconds(status.UptimeSeconds))}");
        facts.Add("journal", $"entry {status.Ledger?.Seq}, {status.Ledger?.Seq - status.Ledger?.ConfirmedSeq} not at head office yet");
        facts.Add("link", status.Link);
        facts.Add("clock", health.ClockIsSet ? "set" : "nothing vouches for it");
        facts.Add("disk", $"{Gigabytes(health.DiskFreeBytes)} of {Gigabytes(status.DiskBytes)} GB free");
        facts.Add("memory", $"{status.MemoryBytes / 1_000_000} MB");
        facts.Add("open tills", status.OpenTills.Count == 0 ? "none" : string.Join(", ", status.OpenTills));
        facts.Add("card payments", status.PaymentsRunning == 0 ? "none under way" : $"{status.PaymentsRunning} under way");
        foreach (string trouble in health.Troubles)
            facts.Add("trouble", trouble);
        console.Write(facts);
        var devices = Figures.TableOf("device", "kind", "how it is");
        foreach (var device in health.Devices)
            devices.Add(device.Name, device.Kind, device.Well ? "well" : device.Reason.Length > 0 ? device.Reason : "not looked at yet");
        if (health.Devices.Count > 0)
            console.Write(devices);
        var datasets = Figures.TableOf("dataset", ">current", "kept", "waits", "refused");
        foreach (var one in health.Datasets)
        {
            datasets.Add(one.Dataset, one.Version, string.Join(", ", one.Kept), one.Next,
                one.Refused.Length > 0 ? $"{one.Refused}: {one.Refusal}" : "");
        }

        if (health.Datasets.Count > 0)
            console.Write(datasets);
    }

    private void Show(HelpLedgerHead head)
    {
        to.WriteLine($"epoch      {Convert.ToHexStringLower(head.Epoch.Span)}");
        to.WriteLine($"entry      {head.Seq}");
        to.WriteLine($"hash       {Convert.ToHexStringLower(head.Hash.Span)}");
        to.WriteLine($"confirmed  {head.ConfirmedSeq}");
        string begun = head.IsNew ? "begun anew" : head.WasUnclean ? "not closed before, all was recovered" : "closed in good order";
        to.WriteLine($"at start   {begun}; "
            + (head.CheckedWhole ? "its file was looked through" : "its file is too large to be looked through"));
    }

    private async Task SaveAsync(HelpBundle bundle, CancellationToken stop)
    {
        string file = order.SaveAs.Length > 0 ? order.SaveAs
            : $"{order.Box.Store}-{order.Box.Box}-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.zip";
        try
        {
            await File.WriteAllBytesAsync(file, bundle.Zip.ToByteArray(), stop);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new VerbFault(ExitCodes.NoInput, $"{file} cannot be written: {fault.Message}");
        }

        to.WriteLine($"{file}: {bundle.Zip.Length} bytes");
    }

    // A box may have been taken over: nothing that it says steers the terminal of who asks.
    private static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Words(TimeSpan span) => span.TotalDays >= 1 ? $"{span.Days} d {span.Hours} h"
        : span.TotalHours >= 1 ? $"{span.Hours} h {span.Minutes} min"
        : span.TotalMinutes >= 1 ? $"{span.Minutes} min" : $"{span.Seconds} s";
}
