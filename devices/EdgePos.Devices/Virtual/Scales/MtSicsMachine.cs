namespace EdgePos.Devices;

/// <summary>Mettler-Toledo, Reference Manual MT-SICS (11780711), levels 0 and 1.</summary>
internal sealed class MtSicsMachine(ScalePlatform platform) : ScaleMachine(platform)
{
    private const int WaitsMax = 100; // of its beats: then S gives up

    private string _pending = "";
    private int _waits;
    private bool _repeats;

    public override TimeSpan BeatEvery => TimeSpan.FromMilliseconds(100);

    public override void SwitchOn()
    {
        base.SwitchOn();
        (_pending, _repeats) = ("", false);
    }

    public override void Take(byte value, List<byte> answers)
    {
        if (Whole(value, '\n') is { } command)
        {
            (_pending, _repeats) = ("", false);
            Obey(command.TrimEnd('\r'), answers);
        }
    }

    // S and T wait for rest; SIR is answered for ever.
    public override void Beat(List<byte> says)
    {
        if (_repeats)
            Say(says, Weight("S"));
        if (_pending.Length == 0)
            return;
        if (!Platform.State.IsMoving)
        {
            string command = _pending;
            _pending = "";
            Obey(command, says);
        }
        else if (++_waits > WaitsMax)
        {
            Say(says, $"{_pending} I\r\n");
            _pending = "";
        }
    }

    private void Obey(string command, List<byte> answers)
    {
        switch (command)
        {
            case "S" or "Z" or "T" when Platform.State.IsMoving:
                (_pending, _waits) = (command, 0);
                break;
            case "S" or "SI":
                Say(answers, Weight("S"));
                break;
            case "SIR":
                _repeats = true;
                break;
            case "Z" or "ZI":
                Say(answers, Platform.PressZero() ? "Z A\r\n" : Platform.State.Gross > 0 ? "Z +\r\n" : "Z -\r\n");
                break;
            case "T" or "TI":
                Say(answers, Platform.PressTare() ? $"T S {Value(Platform.State.Tare)}\r\n"
                    : Platform.State.IsOver ? "T +\r\n"
                    : "T -\r\n");
                break;
            case "TA":
                Say(answers, $"TA A {Value(Platform.State.Tare)}\r\n");
                break;
            case "TAC":
                Platform.ClearTare();
                Say(answers, "TAC A\r\n");
                break;
            case "@" or "I4":
                Say(answers, "I4 A \"1123581321\"\r\n");
                break;
            default:
                Say(answers, "ES\r\n");
                break;
        }
    }

    private string Weight(string name)
    {
        var state = Platform.State;
        return state.IsOver ? $"{name} +\r\n"
            : state.Gross < -20 * Platform.Step ? $"{name} -\r\n" // below the range of its pan
            : $"{name} {(state.IsMoving ? "D" : "S")} {Value(state.Net)}\r\n";
    }

    private static string Value(long grams) => $"{Kilograms(grams, 1),10} kg";
}
