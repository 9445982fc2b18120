namespace EdgePos.Provisioning;

/// <summary>A setting as the daemon would have it.</summary>
/// <param name="Name">Section and name, e.g. Store:Name.</param>
/// <param name="Value">Hidden where it is a secret.</param>
/// <param name="Source">A file, "head office", "environment" or "command line".</param>
internal sealed record SettingInUse(string Name, string Value, string Source);

/// <summary>The daemon's program, asked what it makes of its settings.</summary>
/// <param name="Program">The daemon's program.</param>
/// <param name="Folder">Folder with the box's own settings.</param>
internal sealed record SettingsProgram(string Program, string Folder)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Asks it. What is wrong goes to our standard error, in its words.</summary>
    /// <param name="over">Settings over all others, as --Section:Name=value.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>All settings; null: the daemon would not start with them.</returns>
    /// <exception cref="ToolFault">The program is not there, or does not answer.</exception>
    public async Task<IReadOnlyList<SettingInUse>?> AskAsync(IEnumerable<string> over, CancellationToken stop)
    {
        await using var daemon = ChildProgram.Start(Program, ["settings", $"--Gateway:SettingsFolder={Folder}", .. over]);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Deadline);
        try
        {
            var settings = new List<SettingInUse>();
            while (await daemon.Output.ReadLineAsync(late.Token) is { } line)
            {
                if (Read(line) is { } setting)
                    settings.Add(setting);
                else
                    Console.Error.WriteLine(line);
            }

            return await daemon.WaitAsync(late.Token) == ExitCodes.Ok ? settings : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ToolFault(ExitCodes.Unavailable, $"{Program} said nothing within {Deadline.TotalSeconds} s");
        }
    }

    private static SettingInUse? Read(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal), tab = line.LastIndexOf('\t');
        return equals > 0 && tab > equals ? new(line[..equals], line[(equals + 1)..tab], line[(tab + 1)..]) : null;
    }
}
