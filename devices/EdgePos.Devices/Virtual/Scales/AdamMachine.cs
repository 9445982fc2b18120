namespace EdgePos.Devices;

/// <summary>Adam Equipment, AZextra User Manual, RS-232: P prints what is at rest and new; Z and T work like their keys.</summary>
internal sealed class AdamMachine(ScalePlatform platform) : ScaleMachine(platform)
{
    private long _printedAt = -1;

    public override void SwitchOn()
    {
        base.SwitchOn();
        _printedAt = -1;
    }

    public override void Take(byte value, List<byte> answers)
    {
        if (Whole(value, '\n') is not { } command)
            return;
        switch (command)
        {
            case "P\r":
                Print(answers);
                break;
            case "Z\r":
                Platform.PressZero();
                break;
            case "T\r":
                Platform.PressTare();
                break;
        }
    }

    private void Print(List<byte> answers)
    {
        var state = Platform.State;
        if (state.IsMoving || state.IsOver || state.Net <= 0 || state.Movements == _printedAt)
            return; // it beeps
        _printedAt = state.Movements;
        Say(answers, $"{Kilograms(state.Net, 1),7}kg\r\n");
    }
}
