import { TestBed } from '@angular/core/testing';
import { describe, expect, it } from '@jest/globals';
import { ChoiceList } from './choice-list';

describe(ChoiceList.name, () => {
  it('takes in and leaves out what is checked', async () => {
    const fixture = TestBed.createComponent(ChoiceList);
    fixture.componentRef.setInput('legend', 'Grades');
    fixture.componentRef.setInput('none', 'None');
    fixture.componentRef.setInput('choices', ['G1', 'G2', 'G3'].map((value) => ({ value, label: value })));
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    const boxes = [...page.querySelectorAll('input')];
    boxes[2]!.click();
    boxes[0]!.click();
    boxes[2]!.click();
    boxes[1]!.click();
    await fixture.whenStable();
    expect(fixture.componentInstance.value()).toEqual(['G1', 'G2']);
    expect(page.querySelector('legend')!.textContent).toContain('2 chosen');
  });
});
