namespace EdgePos.Store;

/// <summary>Who may make a call: bounded by what the register is, then by the role of who stands at it.</summary>
public static class AccessRules
{
    /// <summary>What a register of a kind can ever do.</summary>
    public static bool Reaches(RegisterKind kind, Right right) => kind switch
    {
        RegisterKind.Till or RegisterKind.Mobile => true,
        RegisterKind.BackOffice => right is not Right.Sell,
        RegisterKind.Kiosk or RegisterKind.ECommerce => right is Right.Anybody or Right.Show or Right.Sell,
        RegisterKind.Display => right is Right.Anybody or Right.Show,
    };

    /// <summary>True where customers or a program stand at the register, and nobody signs in.</summary>
    public static bool IsUnattended(RegisterKind kind) => kind is RegisterKind.Kiosk or RegisterKind.ECommerce or RegisterKind.Display;

    /// <summary>Whether a call may be made; null: it may.</summary>
    /// <param name="role">Of who is signed in; null: nobody is.</param>
    public static Refusal? Check(RegisterKind kind, Right right, Role? role)
    {
        if (!Reaches(kind, right))
            return new Refusal(RefusalCode.NotAtThisRegister, "");
        if (right == Right.Anybody || IsUnattended(kind))
            return null;
        if (role is null)
            return new Refusal(RefusalCode.SignInNeeded, "");
        return role.Rights.Contains(right) ? null : new Refusal(RefusalCode.NotAllowed, "", role.Code);
    }
}
