using System.Globalization;
using System.Text;

namespace EdgePos.Devices;

/// <summary>A talk in ESC/POS. Source: Epson, ESC/POS Command Reference; names of commands are theirs.</summary>
/// <param name="firstJob">Number of the first job, so that an answer to an earlier program is not taken for one to this.</param>
internal sealed class EscPosTalk(IDeviceLink link, PrinterProfile profile, TimeProvider time, int firstJob) : PrinterTalk(link, time)
{
    private const byte Dle = 0x10, Esc = 0x1B, Gs = 0x1D;
    private const int JobNumbers = 10_000;
    private const string JobIdentifier = "\"", ClearedIdentifier = "%"; // 22 and 25 behind header 37

    // GS r 1: the paper's sensor. It queues behind the job, so its answer proves that what came before was processed.
    private static readonly byte[] AskInTurn = [Gs, (byte)'r', 1];

    // DLE DC4 8 with the seven bytes that must follow: forgets what it holds, and says so.
    private static readonly byte[] Forget = [Dle, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

    // GS a 15: drawer, online, error and paper.
    private static readonly byte[] TellChanges = [Gs, (byte)'a', 15];

    // DLE EOT n: 1 printer, 2 why it is offline, 4 paper; 3 which fault, where 2 says that there is one.
    private static readonly byte[] Questions = [1, 2, 4];

    // An image of 255 rows across 80 mm paper: the most that a command of ours can leave open.
    private static readonly int[] Padding = [0, 64, 1024, 4096, 16 * 1024];

    private readonly EscPosStatus _words = new();
    private readonly List<byte> _answers = [];
    private int _asked;
    private int _job = firstJob % JobNumbers;
    private bool _isProven, _isCleared, _isAnsweredInTurn;

    // Many that are said to be an Epson do not know GS ( H: seen when it is not answered and what queues behind it is.
    private PrintProof _proof = profile.Proof;

    /// <inheritdoc/>
    public override bool IsListening => profile.TellsByItself;

    /// <inheritdoc/>
    public override bool IsProven => _isProven;

    /// <inheritdoc/>
    public override byte[] Listening => profile.TellsByItself ? TellChanges : [];

    /// <inheritdoc/>
    public override async Task<bool> AskAsync(CancellationToken stop)
    {
        _asked = 0;
        _answers.Clear();
        await DropLateAsync(stop);
        foreach (byte question in Questions)
        {
            if (!await AskAsync(question, stop))
                return false;
        }

        bool isFault = (_answers[1] & 0x40) != 0;
        if (isFault && !await AskAsync(3, stop))
            return false;
        Status = EscPosStatus.Of(_answers[0], _answers[1], _answers[2], isFault ? _answers[3] : (byte)0);
        return KnowsDrawer = true;
    }

    /// <inheritdoc/>
    public override async Task<bool> SettleAsync(CancellationToken stop)
    {
        await HearOutAsync(stop);
        if (profile.ForgetsOnCommand)
        {
            _isCleared = false;
            await SendInTimeAsync(Forget, stop);
            await HearUntilAsync(() => _isCleared, AnswerDeadline, stop);
        }

        foreach (int zeros in Padding)
        {
            // Half a command takes what follows for its own: zeros until it has enough. Outside of commands they do nothing.
            await SendInTimeAsync(new byte[zeros], stop);
            await SendInTimeAsync(ProofRequest(), stop);
            await SendInTimeAsync(_proof == PrintProof.JobNumber ? AskInTurn : [], stop);
            if (await HearUntilAsync(() => _isProven || _isAnsweredInTurn, AnswerDeadline, stop))
            {
                if (!_isProven)
                    _proof = PrintProof.QueuedAnswer;
                await HearOutAsync(stop);
                return true;
            }

            if (await IsHinderedAsync(stop))
                return false;
        }

        throw new IOException(
            "the printer does not come to an end with what it was sent before: switch it off and on, or choose its profile");
    }

    /// <inheritdoc/>
    public override byte[] ProofRequest()
    {
        _job = (_job + 1) % JobNumbers;
        (_isProven, _isAnsweredInTurn) = (false, false);
        byte[] question = _proof == PrintProof.JobNumber
            ? [Gs, (byte)'(', (byte)'H', 6, 0, 48, 48, .. Encoding.ASCII.GetBytes(JobText)]
            : AskInTurn;
        return profile.TellsByItself ? [.. TellChanges, .. question] : question;
    }

    /// <inheritdoc/>
    public override byte[] Kick(DrawerPulse pulse, bool atOnce)
    {
        byte connector = (byte)(pulse.Pin == 5 ? 1 : 0);
        if (atOnce)
            return [Dle, 0x14, 1, connector, (byte)Math.Clamp(Math.Ceiling(pulse.On.TotalMilliseconds / 100), 1, 8)];
        // Always with both times: a printer that is not given them swallows the next two bytes.
        return [Esc, (byte)'p', connector, HalfMs(pulse.On), HalfMs(pulse.Off)];
    }

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            switch (_words.Take(value))
            {
                case AnswerNow now when _answers.Count < _asked:
                    _answers.Add(now.Bits);
                    break;
                case AutomaticStatus told:
                    (Status, KnowsDrawer) = (told.Status, true);
                    break;
                case AnswerInTurn:
                    _isAnsweredInTurn = true;
                    _isProven |= _proof == PrintProof.QueuedAnswer;
                    break;
                case AnswerBlock { Header: 0x37 } block:
                    _isProven |= _proof == PrintProof.JobNumber && block.Text == JobIdentifier + JobText;
                    _isCleared |= block.Text == ClearedIdentifier;
                    break;
            }
        }
    }

    private string JobText => _job.ToString("0000", CultureInfo.InvariantCulture);

    private static byte HalfMs(TimeSpan time) => (byte)Math.Clamp(time.TotalMilliseconds / 2, 1, 255);

    private async Task<bool> AskAsync(byte question, CancellationToken stop)
    {
        _asked++;
        await SendInTimeAsync(new byte[] { Dle, 0x04, question }, stop);
        return await HearUntilAsync(() => _answers.Count == _asked, AnswerDeadline, stop);
    }
}
