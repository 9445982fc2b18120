using EdgePos.Devices;

namespace EdgePos.Provisioning;

/// <summary>A virtual printer in the hands of a person: shows each receipt, and has its faults switched by typed words.</summary>
/// <param name="printer">Listens already.</param>
/// <param name="pictures">Folder for a PNG of each receipt; null: none are made.</param>
internal sealed class VirtualPrinterRun(VirtualPrinter printer, string? pictures, TextReader input, TextWriter output)
{
    private const string Words = "Type: paper (out, in), cover (open, shut), silent (on, off), status, quit";

    /// <summary>Runs until told to quit.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        await output.WriteLineAsync($"Virtual printer on 127.0.0.1:{printer.Port}. {Words}");
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var showing = ShowAsync(ends.Token);
        while (await NextWordAsync(showing, stop) is { } word)
        {
            if (word.Trim() == "quit")
            {
                await ends.CancelAsync();
                await showing;
                return ExitCodes.Ok;
            }

            await output.WriteLineAsync(Switch(word.Trim()));
        }

        await showing; // no keyboard: until Ctrl-C
        return ExitCodes.Ok;
    }

    // A picture that cannot be saved ends the run, also while nobody types.
    private async Task<string?> NextWordAsync(Task showing, CancellationToken stop)
    {
        var word = input.ReadLineAsync(stop).AsTask();
        if (await Task.WhenAny(word, showing).WaitAsync(stop) == showing)
            await showing;
        return await word.WaitAsync(stop);
    }

    private string Switch(string word)
    {
        switch (word)
        {
            case "paper":
                printer.PaperOut = !printer.PaperOut;
                break;
            case "cover":
                printer.CoverOpen = !printer.CoverOpen;
                break;
            case "silent":
                printer.Silent = !printer.Silent;
                break;
            case "status":
                break;
            default:
                return Words;
        }

        return $"paper {(printer.PaperOut ? "out" : "in")}, cover {(printer.CoverOpen ? "open" : "shut")}, "
            + $"{(printer.Silent ? "answers nothing" : "answers")}, {printer.BytesTaken} bytes taken";
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        using var picture = new PaperPicture();
        try
        {
            for (int number = 1; await printer.Papers.WaitToReadAsync(stop); number++)
            {
                var paper = await printer.Papers.ReadAsync(stop);
                await output.WriteLineAsync(PaperText.Draw(paper));
                if (pictures is not null)
                    await output.WriteLineAsync(Save(picture.Draw(paper), number));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    private string Save(byte[] png, int number)
    {
        string path = Path.Combine(pictures!, $"receipt-{number:0000}.png");
        try
        {
            Directory.CreateDirectory(pictures!);
            File.WriteAllBytes(path, png);
            return path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolFault(ExitCodes.CannotCreate, $"{path} cannot be written: {fault.Message}");
        }
    }
}
