namespace EdgePos.Devices;

/// <summary>How a command ended.</summary>
internal enum ZvtEnd
{
    /// <summary>84 xx: the terminal does not do it.</summary>
    Refused,

    /// <summary>06 0F.</summary>
    Completed,

    /// <summary>06 1E.</summary>
    Aborted,

    /// <summary>The link broke, or the terminal fell silent.</summary>
    Broken,
}

/// <summary>
/// One command and all that the terminal sends for it, until it gives the word back. Whatever the terminal sends is
/// acknowledged: it waits for that.
/// </summary>
/// <remarks>Source: ECR-Interface ZVT-Protocol, chapters "Command sequences" and "Timeouts" (T3, T4).</remarks>
internal sealed class ZvtDialogue(ZvtLink link, TimeProvider time)
{
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SilenceDeadline = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan WholeDeadline = TimeSpan.FromMinutes(10);

    // A terminal that sends without end is no terminal.
    private const int MessagesMax = 5000;

    private volatile bool _isAcknowledged;

    /// <summary>How it ended.</summary>
    public ZvtEnd End { get; private set; } = ZvtEnd.Broken;

    /// <summary>The code of a refusal or an abort.</summary>
    public byte Code { get; private set; }

    /// <summary>What broke.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Status information in the order it came; a repeated one only once.</summary>
    public List<StatusInformation> Statuses { get; } = [];

    /// <summary>What is to be printed.</summary>
    public ZvtSlips Slips { get; } = new();

    /// <summary>The data of the completion.</summary>
    public byte[] Completion { get; private set; } = [];

    /// <summary>Sends a command and hears the terminal out. Does not throw for what the terminal or the link does.</summary>
    public async Task RunAsync(Apdu command, Action<CardProgress>? tell = null)
    {
        long begun = time.GetTimestamp();
        try
        {
            await link.SendAsync(command, AnswerDeadline);
            for (int i = 0; i < MessagesMax && time.GetElapsedTime(begun) < WholeDeadline; i++)
            {
                if (await TakeAsync(await link.ReceiveAsync(_isAcknowledged ? SilenceDeadline : AnswerDeadline), tell))
                    return;
            }

            Fault = "the terminal does not come to an end";
        }
        catch (IOException broken)
        {
            Fault = broken.Message;
        }
        finally
        {
            Slips.End();
        }
    }

    /// <summary>Asks the terminal to break off what it does for this command.</summary>
    public async Task BreakOffAsync()
    {
        if (!_isAcknowledged)
            return; // the terminal would not know what to break off, and its answer would be taken for that to the command
        try
        {
            await link.SendAsync(ZvtCommands.BreakOff(), AnswerDeadline);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    // True: the terminal gave the word back.
    private async Task<bool> TakeAsync(Apdu message, Action<CardProgress>? tell)
    {
        if (message.IsAcknowledgement)
        {
            _isAcknowledged = true;
            return false;
        }

        if (message.IsRefusal)
        {
            // After the acknowledgement it can only answer an abort that came too late.
            (End, Code) = _isAcknowledged ? (End, Code) : (ZvtEnd.Refused, (byte)message.Control);
            return !_isAcknowledged;
        }

        // Before it acknowledged this command, the terminal speaks of an earlier one.
        bool isOurs = _isAcknowledged;
        bool isKnown = !isOurs || Take(message, tell);
        Array.Clear(message.Data);
        await link.SendAsync(isKnown ? ZvtCommands.Acknowledge : ZvtCommands.NotPossible, AnswerDeadline);
        return isOurs && message.Control is ZvtCommands.Completion or ZvtCommands.Abort;
    }

    private bool Take(Apdu message, Action<CardProgress>? tell)
    {
        switch (message.Control)
        {
            case ZvtCommands.Intermediate:
                tell?.Invoke(ProgressOf(message.Data));
                return true;
            case ZvtCommands.Status:
                var status = StatusInformation.Read(message.Data);
                if (!Statuses.Contains(status))
                    Statuses.Add(status);
                return true;
            case ZvtCommands.PrintLine:
                Slips.TakeLine(message.Data);
                return true;
            case ZvtCommands.PrintTextBlock:
                Slips.TakeBlock(message.Data);
                return true;
            case ZvtCommands.Completion:
                (End, Completion) = (ZvtEnd.Completed, (byte[])message.Data.Clone());
                return true;
            case ZvtCommands.Abort:
                (End, Code) = (ZvtEnd.Aborted, message.Data is [var code, ..] ? code : (byte)0);
                return true;
            case ZvtCommands.Clock:
                return true;
            default:
                return false;
        }
    }

    private static CardProgress ProgressOf(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return new CardProgress(-1, ZvtCodes.DoingOf(0x0E));

        // Text of the terminal's own, where it sends one: after the code and the time-out comes a container with lines.
        var text = new List<string>();
        var fields = new Bitmaps(data.Length > 2 ? data[2..] : []);
        while (fields.Next())
        {
            var lines = new Tlv(fields.Number == 0x06 ? Tlv.Find(fields.Content, 0x24) : []);
            while (lines.Next() && text.Count < 8)
                text.Add(ZvtText.Read(lines.Content).Trim());
        }

        return new CardProgress(data[0], text.Count > 0 ? string.Join(" ", text) : ZvtCodes.DoingOf(data[0]));
    }
}
