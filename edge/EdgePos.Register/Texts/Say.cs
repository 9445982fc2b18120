namespace EdgePos.Register;

/// <summary>The sentences of the register; each has a text of the same name in every Texts.xx.resx.</summary>
internal enum Say
{
    DecimalSign, // The decimal sign.
    ScreenTitle, // Top of the screen: store, register.
    ColumnItem, // Heading of the names.
    ColumnQuantity, // Heading of the quantities.
    ColumnPrice, // Heading of the prices.
    ColumnAmount, // Heading of the amounts.
    Items, // How many pieces.
    Total, // What the basket costs.
    Paid, // What was given.
    Due, // What is still to be paid.
    Change, // What is handed back.
    Cash, // Notes and coins.
    Void, // Mark of a line taken out.
    EmptyBasket, // An empty basket.
    MoreAbove, // Lines that do not fit on the screen: how many.
    CommandLine, // The reminder above the command line.
    ItemAdded, // Name, quantity, price, amount.
    QuantityChanged, // Line, quantity, price, amount.
    LineVoided, // Line, name.
    PaidInPart, // Given, due.
    PaidExactly, // Given.
    PaidWithChange, // Given, change.
    SaleDone, // Number, total, change.
    ReceiptShown, // Number, total.
    BasketAbandoned, // After abandon.
    HandBack, // After abandon with cash taken: how much.
    BasketStays, // At the end: id of the basket.
    NothingOpen, // A command that needs a basket.
    HintScanFirst, // What to do without a basket.
    StillDue, // Enter on a basket that is not paid.
    HintPay, // How to pay.
    NoReceiptYet, // receipt without a number.
    HintReceipt, // How to ask for a receipt.
    NotAQuantity, // What was typed.
    HintQuantity, // How to give a quantity.
    NotALine, // What was typed.
    HintQty, // How to change a quantity.
    HintVoid, // How to void.
    NotAnAmount, // What was typed, currency.
    CustomerNoted, // The receipt will be made out to: name.
    NoCustomer, // The receipt will be made out to nobody.
    HintCash, // How to type an amount.
    Unreachable, // Address.
    HintUnreachable, // What to do when the box does not answer.
    HintStartBox, // At the start.
    HintMend, // INVALID_ARGUMENT.
    HintLookAgain, // NOT_FOUND.
    HintStartAgain, // ALREADY_EXISTS.
    HintCallSomeone, // All else.
    Help, // All that can be typed, one a line.
    Status, // Store, box, version, currency, journal, confirmed, link, jobs.
    StatusPrinter, // What is wrong with the printer.
    StatusPriceBook, // What is wrong with the price books.
    LinkOff, // No head office.
    LinkDown, // No connection.
    LinkWaiting, // Broker only.
    LinkUp, // All is well.
    LinkForked, // Forked.
    ReceiptTitle, // Number.
    ReceiptTax, // Name and rate, net, tax.
    NotAboutTill, // What was typed.
    HintTill, // How to type what is done with the till.
    TillOpened, // Business date, float.
    PaidIn, // Amount.
    PaidOut, // Amount.
    SafeDropped, // Amount.
    DrawerOpened, // Without a sale.
    CashierChanged, // Number of the employee.
    Cashier, // Who has the till.
    TillIsOpen, // Business date, cash expected.
    TillIsClosed, // Number of the last Z report.
    TillClosed, // Number, counted, difference.
    SafeDropDue, // Too much cash in the drawer.
    XReportTitle, // Head of the X report.
    ZReportTitle, // Number.
    TillSales, // How many.
    TillFloat, // Cash to begin with.
    TillCash, // Cash for sales.
    TillPaidIn, // In without a sale.
    TillPaidOut, // Out without a sale.
    TillSafeDrops, // To the safe.
    TillNoSales, // How often.
    TillExpected, // What should be there.
    Counted, // What was there.
    Difference, // Counted less expected.
    LeftOpen, // How many baskets.
    WatchThanks, // The display, after the sale.
    WatchAbandoned, // The display.
    WatchLost, // The display.
    NotLikeThat, // What was typed.
    HintPrice, // How to set a price.
    HintDiscount, // How to give a discount.
    HintGroup, // How to name a group of customers.
    HintExempt, // How to name a certificate.
    HintCoupon, // How to hand in a coupon.
    HintReturn, // How to take back with a receipt.
    HintReturnItem, // How to take back without a receipt.
    HintTender, // How to pay otherwise.
    HintForeign, // How to take foreign notes.
    HintRefund, // How to give back.
    HintUntender, // How to take a payment back.
    HintTake, // How to take up a basket.
    HintParkFirst, // What to do with the basket that is open.
    HintApprove, // How to allow something.
    HintStock, // How to ask for stock.
    HintWeigh, // How to weigh.
    DiscountNow, // Sum of all discounts.
    NoteTaken, // Words.
    NoteGone, // No words any more.
    CouponTaken, // Code, sum of all discounts.
    CouponGivesNothing, // Code.
    CouponBack, // Code.
    GroupTaken, // Group.
    GroupGone, // Anybody.
    ForGroup, // Group, reference.
    ExemptTaken, // Certificate.
    ExemptGone, // Tax is due.
    ReturnTaken, // Name, quantity, amount.
    ReturnClaimed, // Name, quantity, amount, receipt.
    ReturnableOf, // Receipt.
    ReturnOfReceipt, // Receipt, line, reason.
    ReturnWithout, // Reason.
    Damaged, // Cannot be sold again.
    PriceInsteadOf, // Usual price, reason.
    SerialOf, // Serial number.
    DiscountOnLine, // Reason.
    DiscountOnBasket, // Reason.
    Card, // A card.
    Voucher, // A voucher.
    Account, // On account.
    GivenBack, // Amount.
    GivenBackInPart, // Amount, still to give back.
    StillOwed, // Enter on a basket that is owed.
    NothingOwed, // refund where nothing is owed.
    TenderTakenBack, // Number, amount.
    ParkedNow, // Note or id.
    ParkedList, // How many.
    ParkedRow, // Place, total, note, lines, register.
    NothingParked, // An empty list.
    TakenUp, // Note or id, total.
    OneAtATime, // A basket is open.
    NotListed, // What was typed.
    IsParked, // The basket shown is put aside.
    ApprovedNext, // Name.
    StockOf, // Code, on hand, reserved, available.
    StockNotKept, // Code.
    StockElsewhere, // What other stores have of an item.
    StockNowhereElse, // No other store has it.
    AskAge, // After the sentence of the box.
    AskPrice, // After the sentence of the box.
    AskSerial, // After the sentence of the box.
    AskApprover, // After the sentence of the box.
    AskPin, // After the name.
    Saved, // All discounts.
    Rounding, // For cash.
    DueInCash, // What is due if paid in cash.
    GiveBack, // What is owed to the customer.
    Tax, // Name of a tax without one.
    HintPiecesMore, // Pieces, of what, promotion.
    HintAmountMore, // Amount, promotion.
    MemberTaken, // Number, and name where it is known, of the customer that the basket is for.
    MemberPoints, // Points, and what they would pay.
    MemberGone, // The basket is for nobody in particular again.
    MemberUnknown, // What was typed.
    HintMember, // How to say whom a basket is for.
    Points, // Points, on receipts and reports.
    PointsPaid, // Points that paid.
    PointsEarned, // Points that a sale earned.
    GiftCard, // A gift card.
    GiftCardOf, // End of the number, balance.
    GiftCardsSold, // What was put on gift cards.
    ToppedUp, // End of the number, amount.
    HintGiftCard, // How to pay with a gift card.
    HintBalance, // How to ask for the balance of a gift card.
    HintTopUp, // How to put money on a gift card.
    AskGiftCard, // After the sentence of the box.
    AskOffer, // After the sentence of the box: what it would take.
    ForeignNotes, // Notes of another currency, on the report of a till.
    CashTaken, // Cash before change, on the report of a till.
    CardNotCharged, // Why the terminal did not charge.
    CardUnknown, // Why nobody knows whether the terminal charged.
    CardReversed, // Number of the tender, amount.
    HintCardUnknown, // What to do when nobody knows whether the terminal charged.
    HintSlip, // How to say what the terminal's slip says.
    NothingToSettle, // No payment of the basket waits for that.
    SignedIn, // Who, role.
    SignedOut, // Nobody is signed in any more.
    PinChanged, // Somebody has another PIN.
    ClockedIn, // Number of the employee.
    ClockedOut, // Number of the employee.
    ClockedBreak, // Number of the employee.
    ClockedBack, // Number of the employee.
    HintSignIn, // How to sign in.
    HintNewPin, // How to choose another PIN.
    HintClock, // How to use the time clock.
    AskBox, // Asks where the box is.
    AskPairingCode, // Asks for the number and the code of a pairing.
    NotAnAddress, // What was typed is no address.
    NotACode, // What was typed is no code.
    Paired, // Number of the register, folder.
    NotTheBox, // Whoever answered a pairing does not know the code.
    OrdersToDo, // How many orders there are to do.
    OrderOpen, // An order that is to be prepared.
    OrderWaits, // Where an order waits.
    OrderPutBack, // Where the goods of a cancelled order are.
    OrderPaid, // An order that is paid.
    OrderPrepared, // Number of the order, lines that are short.
    OrderToPay, // Number of the order, amount.
    OrderHandedOver, // Number of the order.
    OrderGivenUp, // Number of the order.
    HintPrepare, // How to say that an order is prepared.
    HintHandOver, // How to hand an order over.
    HintGiveUp, // How to give an order up.
}
